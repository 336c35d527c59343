// Customers: typed in with a mistake and without, found again, warned of when they seem to be there already.
import { assert, journey } from './support/journey.mjs';
import { addAccount, go } from './screens/customer.mjs';
import { form, heading } from './screens/form.mjs';

journey('a wrong VAT number is named at its field and at the top, and nothing typed is lost', {}, async ({ page, open, axe, shot }) => {
  await open('accounts/new');
  await form(page).fill({ Name: 'Pohjolan Puu Oy', 'VAT number': 'FI12345670', City: 'Oulu' });
  await form(page).save();
  const faults = await form(page).faults();
  assert.equal(faults.length, 1);
  assert.match(faults[0], /^VAT number: .*check digit.*1/);
  const field = page.getByLabel('VAT number', { exact: true });
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Pohjolan Puu Oy');
  await axe();
  await shot('form-wrong');
  await page.locator('.error-summary a').click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'account-vat-id');
  await field.fill('FI12345671');
  await form(page).save();
  await heading(page, 'Pohjolan Puu Oy');
  await page.getByText('Nothing is open.').waitFor();
});

journey('a customer who seems to be there already is named while one types, and can be saved all the same', {}, async ({ page, open, shot }) => {
  await open('accounts');
  await addAccount(page, { Name: 'Kahvila Aamu', Postcode: '00500', City: 'Helsinki', Phone: '040 123 4567' });
  await go(page, 'Accounts');
  await page.getByRole('link', { name: 'New customer' }).first().click();
  await heading(page, 'New customer');
  assert.equal(await page.getByLabel('Customer number', { exact: true }).inputValue(), '1002');
  await form(page).fill({ Name: 'kahvila aamu', Postcode: '00500' });
  const warning = page.getByRole('link', { name: 'Kahvila Aamu' });
  await warning.waitFor();
  await shot('double');
  await form(page).save();
  await heading(page, 'kahvila aamu');
});

journey('a customer is found by phone digits, city and part of a name', {}, async ({ page, open }) => {
  await open('accounts');
  await addAccount(page, { Name: 'Kahvila Aamu', City: 'Helsinki', Phone: '+358 40 123 4567' });
  await addAccount(page, { Name: 'Pohjolan Puu Oy', City: 'Oulu', Phone: '08 555 1234' });
  await go(page, 'Accounts');
  const search = page.getByRole('search').getByRole('textbox');
  for (const [typed, found] of [['0401234', 'Kahvila Aamu'], ['oulu', 'Pohjolan Puu Oy'], ['puu poh', 'Pohjolan Puu Oy'], ['1001', 'Kahvila Aamu']]) {
    await search.fill(typed);
    await page.getByText('1 customer in the list').waitFor();
    await page.getByRole('table').getByRole('link', { name: found }).waitFor();
  }
  await search.fill('nobody');
  await page.getByText('No customer matches.').waitFor();
});

journey('a one-off charge waits for the next bill and can be withdrawn', {}, async ({ page, open, axe, shot }) => {
  await open('accounts');
  await addAccount(page, { Name: 'Kahvila Aamu' });
  await page.getByRole('button', { name: 'Add a charge' }).click();
  await form(page).fill({ 'Text on the bill': 'Key card', Price: '12,50' });
  await axe();
  await shot('charge');
  await page.getByRole('dialog').getByRole('button', { name: 'Add a charge' }).click();
  await page.getByRole('rowheader', { name: 'Key card' }).waitFor();
  await page.getByText('€12.50').waitFor();
  await page.getByRole('button', { name: 'Withdraw Key card' }).click();
  await page.getByRole('rowheader', { name: 'Key card' }).waitFor({ state: 'detached' });
});

journey('two accounts of one customer are merged', {}, async ({ page, open, shot }) => {
  await open('accounts');
  await addAccount(page, { Name: 'Kahvila Aamu' });
  await addAccount(page, { Name: 'Kahvila Aamu Oy' });
  await page.getByText('More', { exact: true }).locator('visible=true').last().click();
  await page.getByRole('button', { name: 'Merge into another…' }).click();
  await form(page).pick('Customer that stays', '1001');
  await shot('merge');
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await page.getByText('The accounts are merged.').waitFor();
  await go(page, 'Accounts');
  await page.getByText('1 customer in the list').waitFor();
});

for (const [scheme, size] of [['light', 'desktop'], ['dark', 'desktop'], ['light', 'phone'], ['dark', 'phone']]) {
  journey(`the pages of customers can be used by everybody, ${scheme}, ${size}`, { scheme, size }, async ({ page, open, axe, shot }) => {
    await open('accounts');
    await axe();
    await shot(`empty-${scheme}-${size}`);
    await addAccount(page, { Name: 'Kahvila Aamu', City: 'Helsinki', 'E-mail': 'aamu@example.fi', Tags: 'café, early' });
    await axe();
    await shot(`account-${scheme}-${size}`);
    await page.getByRole('tab', { name: 'Statement of account' }).click();
    await page.getByText('Closing balance').waitFor();
    await axe();
    await page.getByRole('tab', { name: 'History' }).click();
    await axe();
    await go(page, 'Accounts');
    await page.getByText('1 customer in the list').waitFor();
    await axe();
    await shot(`list-${scheme}-${size}`);
    await page.getByRole('link', { name: 'New customer' }).first().click();
    await heading(page, 'New customer');
    await axe();
    await shot(`form-${scheme}-${size}`);
  });
}
