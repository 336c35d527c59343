// The contracts' screens: what a journey does there.
import { choose, goTo } from './navigation.mjs';

/** Adds a contract with one service at a price of its own, billed every month in advance on the first. */
export async function addContract(page, { account, name, service, price, starts }) {
  await goTo(page, 'Contracts');
  await page.getByRole('link', { name: 'New contract' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'New contract' }).waitFor();
  await choose(page, 'Customer', account);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('First day', { exact: true }).fill(starts);
  const description = page.getByLabel('Text on the bill');
  if (await description.count() === 0) await page.getByRole('button', { name: 'Add a service' }).click();
  await description.first().fill(service);
  await page.getByLabel('Price for a billing period').first().fill(price);
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByText(`${name} is saved.`).waitFor();
}
