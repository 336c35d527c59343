// Getting from screen to screen as a person does, without loading the app again.

/** Follows a link of the main navigation; on a phone some of them stand behind "More". */
export async function goTo(page, name) {
  const link = page.getByRole('navigation').getByRole('link', { name, exact: true }).filter({ visible: true }).first();
  const more = page.getByRole('button', { name: 'More', exact: true }).filter({ visible: true }).first();
  await page.getByRole('navigation').filter({ visible: true }).first().waitFor();
  if (await link.count() === 0 && await more.count() > 0) await more.click();
  await link.click();
  await page.getByRole('heading', { level: 1, name: HEADINGS[name] ?? name, exact: true }).waitFor();
}

/** Where the dock's short name differs from the page's heading. */
const HEADINGS = { Bill: 'Billing run' };

/** Chooses an answer of a field that finds while one types. */
export async function choose(page, label, text, answer = text) {
  const field = page.getByRole('combobox', { name: label });
  await field.fill(text);
  await page.getByRole('option', { name: answer }).first().click();
}
