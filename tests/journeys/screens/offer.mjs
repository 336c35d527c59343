// Special discounts: who works here, and what a journey does on the form and among the approvals.
import { form, heading } from './form.mjs';
import { lookInto, replaceAll, saveBook } from './files.mjs';
import { goTo } from './navigation.mjs';

/** One person of each role. */
export const PEOPLE = {
  Reetta: { id: '00000000-0000-7000-8000-000000000001', role: 'representative' },
  Leena: { id: '00000000-0000-7000-8000-000000000002', role: 'lead' },
  Manu: { id: '00000000-0000-7000-8000-000000000003', role: 'manager' },
};

/** Brings people with roles into the book, by a file. */
export async function employ(page) {
  const { name, book } = await saveBook(page);
  book.people = Object.entries(PEOPLE).map(([called, { id, role }]) => ({ id, name: called, role }));
  await lookInto(page, name, JSON.stringify(book));
  await replaceAll(page);
}

/** From here on this person works at the device. */
export async function workAs(page, called, open) {
  await page.evaluate((id) => localStorage.setItem('lasku.person', JSON.stringify(id)), PEOPLE[called].id);
  await open();
}

/** Opens a contract from its customer's page. */
export async function openContract(page, contract, customer = 'Kahvila Aamu') {
  await goTo(page, 'Accounts');
  await page.getByText(customer).first().click();
  await heading(page, customer);
  await page.getByRole('link', { name: contract, exact: true }).first().click();
  await heading(page, contract);
}

/** Opens the form on a contract and fills it. */
export async function beginOffer(page, contract, { percent, months, from, reason }) {
  await openContract(page, contract);
  await page.getByRole('link', { name: 'Special discount' }).click();
  await heading(page, 'Special discount');
  await form(page).fill({ Discount: percent, Months: months, Reason: reason });
  if (from) await form(page).fill({ 'Holds from': from });
}

/** The sums of the next bills, without and with it. */
export async function foreseenBills(page) {
  const rows = page.getByRole('complementary').getByRole('table').locator('tbody tr');
  await rows.first().waitFor();
  return (await rows.allInnerTexts()).map((row) => row.match(/€[\d.,]+/g));
}

/** The sentence above everything else. */
export const verdict = (page, title) => page.locator('form').getByText(title).waitFor();
