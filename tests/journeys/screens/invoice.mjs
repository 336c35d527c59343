// The page of an issued document: what a journey reads and does there.

/** The paper's text, white space made plain. */
export async function paperText(page) {
  return (await page.locator('.paper').first().innerText()).replace(/\s+/g, ' ');
}

/** How it stands, as the page says. */
export async function standing(page) {
  return (await page.locator('.document-side .badge').first().innerText()).trim();
}
