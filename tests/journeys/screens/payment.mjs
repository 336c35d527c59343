// The payments' screens: what a journey does there.
import { goTo } from './navigation.mjs';

/** Opens the form and says who paid: a reference, a number, an amount or a name. */
export async function beginPayment(page, { typed, answer }) {
  await goTo(page, 'Payments');
  await page.getByRole('link', { name: 'Receive payment' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Receive payment' }).waitFor();
  await page.getByRole('combobox', { name: /Reference, invoice number/ }).fill(typed);
  await page.getByRole('option', { name: answer }).first().click();
}

/** What the form settles on an invoice, as it stands in its field. */
export async function settles(page, number) {
  return page.getByLabel(`Settles on invoice ${number}`).inputValue();
}

/** Records what is typed and waits for the payment's page. */
export async function record(page) {
  await page.getByRole('button', { name: 'Record payment' }).click();
  await page.getByRole('heading', { level: 1, name: /^Payment of / }).waitFor();
}
