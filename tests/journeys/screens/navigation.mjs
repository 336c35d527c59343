// Getting from screen to screen as a person does, without loading the app again.

/** Follows a link of the main navigation. */
export async function goTo(page, name) {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).filter({ visible: true }).first().click();
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** Chooses an answer of a field that finds while one types. */
export async function choose(page, label, text, answer = text) {
  const field = page.getByRole('combobox', { name: label });
  await field.fill(text);
  await page.getByRole('option', { name: answer }).first().click();
}
