// The catalogue: a product, its prices by the day from which they hold, and who will pay them.
import { assert, journey } from './support/journey.mjs';
import { addAccount, addProduct, go } from './screens/customer.mjs';
import { form, heading } from './screens/form.mjs';

const NET = { Code: 'NET-100', Name: 'Network 100', Price: '30,00', 'Holds from': '2026-01-01', 'Cost per unit': '12' };

async function at(page, day) {
  await page.clock.setFixedTime(new Date(`${day}T09:00:00`));
}

journey('a new price says how many contracts will pay it, and stands in the history from its day', {}, async ({ page, open, axe, shot }) => {
  await at(page, '2026-04-20');
  await open('catalogue');
  await addProduct(page, NET);
  await page.getByText('60%').waitFor();
  await addAccount(page, { Name: 'Kahvila Aamu' });
  await go(page, 'Contracts');
  await page.getByRole('link', { name: 'New contract' }).first().click();
  await heading(page, 'New contract');
  await form(page).pick('Customer', 'aamu');
  await form(page).fill({ Name: 'Network', 'First day': '2026-04-01' });
  await form(page).pick('Product', 'net-100');
  await page.getByText('Catalogue price today: €30.00').waitFor();
  await form(page).save();
  await heading(page, 'Network');

  await go(page, 'Catalogue');
  await page.getByRole('link', { name: 'Network 100' }).click();
  await heading(page, 'Network 100');
  await page.getByRole('button', { name: 'New price' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 running contract pays this price from 1 May 2026.').waitFor();
  await form(page).fill({ Price: '32,50', 'Customers told on': '2026-04-20' });
  await axe();
  await shot('new-price');
  await dialog.getByRole('button', { name: 'Save the price' }).click();
  await page.getByText('The new price is saved.').waitFor();
  const rows = await page.getByRole('table').getByRole('row').allInnerTexts();
  assert.match(rows[1], /1 May 2026\s+Later\s+20 Apr 2026\s+€32\.50/);
  assert.match(rows[2], /1 Jan 2026\s+Now\s+€30\.00/);
  await axe();
  await shot('product');
});

journey('a price told after its day is refused at the field', {}, async ({ page, open }) => {
  await at(page, '2026-04-20');
  await open('catalogue');
  await addProduct(page, NET);
  await page.getByRole('button', { name: 'New price' }).click();
  await form(page).fill({ Price: '1,000', 'Customers told on': '2026-06-01' });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save the price' }).click();
  assert.match((await form(page).faults())[0], /^Price: .*two ways/);
  await form(page).fill({ Price: '32.50' });
  await dialog.getByRole('button', { name: 'Save the price' }).click();
  await page.waitForFunction(() => document.querySelector('#price-from')?.getAttribute('aria-invalid') === 'true');
});

for (const [scheme, size] of [['light', 'desktop'], ['dark', 'desktop'], ['light', 'phone'], ['dark', 'phone']]) {
  journey(`the pages of the catalogue can be used by everybody, ${scheme}, ${size}`, { scheme, size }, async ({ page, open, axe, shot }) => {
    await at(page, '2026-04-20');
    await open('catalogue');
    await axe();
    await addProduct(page, NET);
    await axe();
    await shot(`product-${scheme}-${size}`);
    await go(page, 'Catalogue');
    await page.getByText('1 product in the list').waitFor();
    await axe();
    await shot(`list-${scheme}-${size}`);
    await page.getByRole('link', { name: 'New product' }).first().click();
    await heading(page, 'New product');
    await axe();
    await shot(`form-${scheme}-${size}`);
  });
}
