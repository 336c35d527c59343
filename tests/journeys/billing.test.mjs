// Billing a month: seen before, done once, and again only when something is due.
import { assert, journey } from './support/journey.mjs';
import { addAccount } from './screens/account.mjs';
import { addContract } from './screens/contract.mjs';
import { goTo } from './screens/navigation.mjs';
import { nameSeller } from './screens/settings.mjs';

const FIRST_OF_MONTH = (() => {
  const today = new Date();
  return `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, '0')}-01`;
})();
const NEXT_YEAR = `${new Date().getFullYear() + 1}-06-01`;

async function threeCustomers(clerk) {
  const { page } = clerk;
  await nameSeller(clerk);
  for (const [name, price, starts] of [['Saimaan Satama Oy', '100', FIRST_OF_MONTH], ['Kallion Kirjakauppa', '59.90', FIRST_OF_MONTH], ['Turun Telakka', '500', NEXT_YEAR]]) {
    await addAccount(page, { name });
    await addContract(page, { account: name, name: `Upkeep, ${name}`, service: 'Upkeep', price, starts });
  }
  await addAccount(page, { name: 'Ilman Sopimusta' });
}

journey('a month is billed for some customers, and what is passed over says why', { timeout: 240_000 }, async (clerk) => {
  const { page, axe, shot } = clerk;
  await threeCustomers(clerk);
  await goTo(page, 'Billing run');
  await page.getByLabel('Bill what is due by').fill(FIRST_OF_MONTH);
  const table = page.getByRole('table');
  await table.getByText('Saimaan Satama Oy').waitFor();
  // 100.00 + 59.90 net; 25.50 + 15.27 VAT, each rounded on its own invoice.
  await page.getByText('€159.90').first().waitFor();
  await page.getByText('€200.67').first().waitFor();
  await page.getByText('Not started yet').click();
  await page.getByRole('link', { name: 'Turun Telakka' }).waitFor();
  await page.getByText('No contract and nothing waiting').click();
  await page.getByRole('link', { name: 'Ilman Sopimusta' }).waitFor();
  await axe();
  await shot('run');

  await page.getByRole('button', { name: 'Saimaan Satama Oy' }).click();
  const preview = page.getByRole('dialog', { name: /Saimaan Satama Oy: as it will be issued/ });
  await preview.getByText('€125.50').first().waitFor();
  await axe();
  await shot('run-preview');
  await page.keyboard.press('Escape');

  await page.getByRole('checkbox', { name: 'Bill Kallion Kirjakauppa' }).uncheck();
  await page.getByText('€125.50').first().waitFor();
  await page.getByRole('button', { name: 'Issue 1 document' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Issue 1 document' }).click();
  await page.getByRole('heading', { name: 'Done' }).waitFor();
  await page.getByText(/Number \d{4}-00001/).waitFor();
  await axe();
  await shot('run-done');

  await page.getByRole('button', { name: 'Back to the run' }).click();
  await page.getByRole('button', { name: 'Kallion Kirjakauppa' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Saimaan Satama Oy' }).count(), 0);
  await page.getByRole('button', { name: 'Issue 1 document' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Issue 1 document' }).click();
  await page.getByText(/Number \d{4}-00002/).waitFor();
  await page.getByRole('button', { name: 'Back to the run' }).click();
  await page.getByText(/Nothing is due by/).waitFor();
  await page.getByText(/The next bill is due on/).waitFor();
  await axe();
  await shot('run-nothing');
});

for (const [scheme, size] of [['light', 'phone'], ['dark', 'desktop']]) {
  journey(`the billing run in ${scheme} on a ${size}`, { scheme, size, timeout: 240_000 }, async (clerk) => {
    const { page, axe, shot } = clerk;
    await threeCustomers(clerk);
    await goTo(page, size === 'phone' ? 'Bill' : 'Billing run');
    await page.getByText('Saimaan Satama Oy').first().waitFor();
    await axe();
    await shot(`run-${scheme}-${size}`);
  });
}
