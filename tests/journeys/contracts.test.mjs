// Contracts: the bills seen while they are agreed, and what a change in the middle of a month does to them.
import { assert, journey } from './support/journey.mjs';
import { addAccount, addContract, beginContract, go } from './screens/customer.mjs';
import { form, heading } from './screens/form.mjs';
import { nameSeller } from './screens/settings.mjs';

const NETWORK = { account: 'aamu', name: 'Network', starts: '2026-04-01', text: 'Network 100', price: '30,00' };

async function begin(page, open) {
  await page.clock.setFixedTime(new Date('2026-04-20T09:00:00'));
  await open('accounts');
  await addAccount(page, { Name: 'Kahvila Aamu' });
}

journey('a contract begun mid-month shows its first bills while it is typed', {}, async ({ page, open, axe, shot }) => {
  await begin(page, open);
  await beginContract(page, { ...NETWORK, starts: '2026-04-16' });
  const preview = page.getByRole('complementary');
  const first = preview.getByRole('region').first();
  await first.getByText('15/30 days').waitFor();
  // 30.00 × 15/30 = 15.00, with 25.5 % VAT 18.83.
  assert.match(await first.innerText(), /€18\.83/);
  assert.match(await first.innerText(), /€15\.00/);
  assert.equal(await preview.getByRole('region').count(), 3);
  await axe();
  await shot('preview');
  await form(page).save();
  await heading(page, 'Network');
});

journey('a change in the middle of a month shows its days before it is made', {}, async ({ page, open, axe, shot }) => {
  await begin(page, open);
  await addContract(page, NETWORK);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await form(page).fill({ 'Holds from': '2026-04-16', Quantity: '2' });
  // One for 15 of 30 days, two for the other 15: 15.00 + 30.00 instead of 30.00, with VAT 56.48 instead of 37.65.
  await dialog.getByText('€56.48').first().waitFor();
  const comparison = dialog.getByRole('table');
  assert.match(await comparison.innerText(), /€37\.65\s+€56\.48/);
  assert.equal(await dialog.getByText('15/30 days').count(), 2);
  await axe();
  await shot('change');
  await dialog.getByRole('button', { name: 'Change the service' }).click();
  await page.getByText('The contract is changed.').waitFor();
  await page.getByText('2 month × €30.00').first().waitFor();
});

journey('a contract is paused, and ends no earlier than notice allows unless that is waived', {}, async ({ page, open, shot }) => {
  await begin(page, open);
  await beginContract(page, NETWORK);
  await page.getByLabel('Notice', { exact: true }).selectOption({ label: 'Days' });
  await form(page).fill({ 'Length of notice': '30' });
  await form(page).save();
  await heading(page, 'Network');
  const dialog = page.getByRole('dialog');

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await form(page).fill({ 'First day of the pause': '2026-05-01', 'Charged again from': '2026-06-01' });
  await dialog.getByText('Bills with VAT').waitFor();
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByText('Paused from 1 May 2026, charged again from 1 Jun 2026').waitFor();

  await page.getByRole('button', { name: 'End the contract' }).click();
  await dialog.getByText('20 May 2026 at the earliest').waitFor();
  await form(page).fill({ 'Last day': '2026-04-30', 'In the customer\'s words': 'moved away' });
  await shot('end');
  await dialog.getByRole('button', { name: 'End the contract' }).click();
  assert.equal((await form(page).faults()).length, 1);
  await dialog.getByLabel('Let it end earlier').check();
  await dialog.getByRole('button', { name: 'End the contract' }).click();
  await page.getByText('Ends on 30 Apr 2026', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Withdraw the end' }).click();
  await dialog.getByRole('button', { name: 'Withdraw the end' }).click();
  await page.getByText('Ends on 30 Apr 2026', { exact: true }).waitFor({ state: 'detached' });
});

journey('a price for a month on a bill for a quarter is charged three times, and whoever charges less is told', {}, async ({ page, open, axe, shot }) => {
  await begin(page, open);
  await go(page, 'Contracts');
  await page.getByRole('link', { name: 'New contract' }).first().click();
  await form(page).pick('Customer', 'aamu');
  await form(page).fill({ Name: 'Network', 'Billed every': '3', 'First day': '2026-04-01', 'Text on the bill': 'Network 100', 'Price for one month': '29,85' });
  assert.equal(await page.getByLabel('Quantity', { exact: true }).inputValue(), '3');
  // 3 × 29.85 = 89.55, with 25.5 % VAT 112.39.
  await page.getByRole('complementary').getByText('€112.39').first().waitFor();
  await form(page).fill({ Quantity: '1' });
  await page.getByText('Each bill covers 3 months').waitFor();
  await axe();
  await shot('coverage');
  await page.getByRole('button', { name: 'Use 3' }).click();
  await page.getByText('Each bill covers 3 months').waitFor({ state: 'detached' });
  await page.getByRole('complementary').getByText('€112.39').first().waitFor();
  // A year's price on a quarter's bill fits no quantity.
  await page.getByLabel('Unit', { exact: true }).nth(1).selectOption({ label: 'year' });
  await page.getByText('the bills follow another rhythm').waitFor();
});

journey('a pause that takes back what was billed ahead shows the credit before it is made, and after', {}, async (clerk) => {
  const { page, shot } = clerk;
  await page.clock.setFixedTime(new Date('2026-04-20T09:00:00'));
  await nameSeller(clerk);
  await addAccount(page, { Name: 'Kahvila Aamu' });
  await addContract(page, NETWORK);
  await go(page, 'Billing run');
  await page.getByRole('button', { name: 'Issue 1 document' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Issue 1 document' }).click();
  await page.getByRole('heading', { name: 'Done' }).waitFor();
  await go(page, 'Contracts');
  await page.getByRole('link', { name: /Kahvila Aamu|Network/ }).first().click();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await form(page).fill({ 'First day of the pause': '2026-04-21' });
  // 30.00 × 10/30 of April are taken back: 10.00, with VAT 12.55.
  await dialog.getByRole('heading', { name: 'Credit for the next bill' }).waitFor();
  await dialog.getByText('−€12.55').first().waitFor();
  await shot('pause-credit');
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('main').getByRole('heading', { name: 'Credit for the next bill' }).waitFor();
  await page.getByRole('link', { name: 'Kahvila Aamu' }).first().click();
  await heading(page, 'Kahvila Aamu');
  await page.getByRole('cell', { name: 'Credit for the next bill' }).waitFor();
});

for (const [scheme, size] of [['light', 'desktop'], ['dark', 'desktop'], ['light', 'phone'], ['dark', 'phone']]) {
  journey(`the pages of contracts can be used by everybody, ${scheme}, ${size}`, { scheme, size }, async ({ page, open, axe, shot }) => {
    await begin(page, open);
    await go(page, 'Contracts');
    await heading(page, 'Contracts');
    await axe();
    await addContract(page, NETWORK);
    await axe();
    await shot(`contract-${scheme}-${size}`);
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('dialog').getByText('Bills with VAT').waitFor();
    await axe();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await heading(page, 'Edit Network');
    await axe();
    await go(page, 'Contracts');
    await page.getByText('1 contract in the list').waitFor();
    await axe();
    await shot(`list-${scheme}-${size}`);
    await page.getByRole('link', { name: 'New contract' }).first().click();
    await heading(page, 'New contract');
    await axe();
    await shot(`form-${scheme}-${size}`);
  });
}
