// The draft editor: what a journey does there.
import { choose, goTo } from './navigation.mjs';

/** Opens an empty draft from the list. */
export async function beginDraft(page) {
  await goTo(page, 'Invoices');
  await page.getByRole('link', { name: 'New invoice' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'New invoice' }).waitFor();
}

/** Fills a line; the first is number 1. */
export async function fillLine(page, number, { description, quantity = '1', price }) {
  const line = page.getByRole('group', { name: `Line ${number}`, exact: true });
  if (await line.count() === 0) await page.getByRole('button', { name: 'Add a line' }).click();
  await line.getByLabel('Description').fill(description);
  await line.getByLabel('Quantity').fill(quantity);
  await line.getByLabel('Price', { exact: true }).fill(price);
}

/** Issues what is typed and answers with the number it got. */
export async function issue(page) {
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'Issue this invoice?' });
  await dialog.getByRole('button', { name: 'Issue invoice' }).click();
  const heading = page.getByRole('heading', { level: 1, name: /^Invoice / });
  await heading.waitFor();
  return (await heading.textContent()).replace('Invoice ', '');
}

/** Writes and issues an invoice with one line. */
export async function writeInvoice(page, { account, description, quantity, price }) {
  await beginDraft(page);
  await choose(page, 'Customer', account);
  await fillLine(page, 1, { description, quantity, price });
  return issue(page);
}
