// The accounts' screens: what a journey does there.
import { goTo } from './navigation.mjs';

/** Adds a customer by the form. */
export async function addAccount(page, account) {
  const { name, street = 'Satamatie 1', postalCode = '20100', city = 'Turku', language } = account;
  await goTo(page, 'Accounts');
  await page.getByRole('link', { name: 'New customer' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'New customer' }).waitFor();
  await page.getByLabel('Name', { exact: true }).first().fill(name);
  await page.getByLabel('Street address').first().fill(street);
  await page.getByLabel('Postcode').first().fill(postalCode);
  await page.getByLabel('City').first().fill(city);
  if (language) await page.getByLabel('Language of invoices').selectOption({ label: language });
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByText(`${name} is saved.`).waitFor();
}
