// The desk and its cases.
import { heading } from './form.mjs';

/** Goes to the desk by its keys. */
export async function desk(page) {
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await heading(page, 'Desk');
}

/** The rows of callers who wait. */
export const waiting = (page) => page.locator('.desk-row-waiting');

/** The line in the case's history with this text. */
export const happened = (page, text) => page.locator('.case-event-text', { hasText: text });

/** Says whose matter the case is. */
export async function name(page, customer) {
  const field = page.getByRole('combobox', { name: 'Whose matter is it?' });
  await field.fill(customer);
  await page.getByRole('option', { name: customer }).first().click();
  await happened(page, `It is about ${customer}`).waitFor();
}

/** Writes something into the case; a promise has its day. */
export async function write(page, kind, text, day) {
  await page.getByRole('radio', { name: kind, exact: true }).check({ force: true });
  await page.getByRole('textbox', { name: 'Text' }).fill(text);
  if (day) await page.getByLabel('By when').fill(day);
  await page.getByRole('button', { name: 'Write down' }).click();
}

/** Settles the case that is open. */
export async function settle(page, outcome, note = '') {
  await page.getByRole('button', { name: 'Settle' }).click();
  const dialog = page.locator('dialog[open]');
  await dialog.getByRole('combobox', { name: 'How it ended' }).selectOption({ label: outcome });
  if (note) await dialog.getByRole('textbox', { name: 'Note' }).fill(note);
  await dialog.getByRole('button', { name: 'Settle' }).click();
  await heading(page, 'Desk');
}
