// Short ways to records that a journey needs before it begins.
import { form, heading } from './form.mjs';

/** Goes to a place by the navigation, without loading the app again. */
export async function go(page, name) {
  const link = page.getByRole('navigation').getByRole('link', { name, exact: true });
  if (!await link.first().isVisible()) await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('link', { name, exact: true }).locator('visible=true').first().click();
}

/** Adds a customer and stays on its page. */
export async function addAccount(page, values) {
  await go(page, 'Accounts');
  await heading(page, 'Accounts');
  await page.getByRole('link', { name: 'New customer' }).first().click();
  await heading(page, 'New customer');
  await form(page).fill(values);
  await form(page).save();
  await heading(page, values.Name);
}

/** Adds a product and stays on its page. */
export async function addProduct(page, values) {
  await go(page, 'Catalogue');
  await heading(page, 'Catalogue');
  await page.getByRole('link', { name: 'New product' }).first().click();
  await heading(page, 'New product');
  await form(page).fill(values);
  await form(page).save();
  await heading(page, values.Name);
}

/** Adds a contract with one service at an agreed price and stays on its page. */
export async function addContract(page, { account, name, starts, text, price, quantity = '1' }) {
  await beginContract(page, { account, name, starts, text, price, quantity });
  await form(page).save();
  await heading(page, name);
}

/** Fills the form for a contract with one service, and leaves it unsaved. */
export async function beginContract(page, { account, name, starts, text, price, quantity = '1' }) {
  await go(page, 'Contracts');
  await heading(page, 'Contracts');
  await page.getByRole('link', { name: 'New contract' }).first().click();
  await heading(page, 'New contract');
  await form(page).pick('Customer', account);
  await form(page).fill({ Name: name, 'First day': starts, 'Text on the bill': text, Quantity: quantity, 'Price for a billing period': price });
}
