// Is this customer treated fairly: a price rises without a word, the bill is found, corrected with one button, and fair again.
import { assert, journey } from './support/journey.mjs';
import { addAccount, addProduct, go } from './screens/customer.mjs';
import { beginList, fillFrom, importRows } from './screens/files.mjs';
import { form, heading } from './screens/form.mjs';
import { goTo } from './screens/navigation.mjs';
import { beginRun, issueRun } from './screens/run.mjs';
import { nameSeller } from './screens/settings.mjs';

const NAME = 'Saimaan Satama Oy';

const at = (page, day) => page.clock.setFixedTime(new Date(`${day}T09:00:00+02:00`));

/** A contract at catalogue price, billed in January; in February at a price that nobody was told of. */
async function raiseWithoutAWord(clerk) {
  const { page } = clerk;
  await at(page, '2026-01-01');
  await nameSeller(clerk);
  await addProduct(page, { Code: 'NET', Name: 'Broadband', Price: '20.00', 'Holds from': '2026-01-01' });
  await addAccount(page, { Name: NAME, 'Customer number': '1001' });
  await beginList(page, 'contracts.csv', 'customer;product;from\n1001;NET;2026-01-01');
  await fillFrom(page, 'Customer number', { column: 'customer' });
  if (!await page.getByLabel('Each row also holds a contract').isChecked()) await page.getByLabel('Each row also holds a contract').check();
  await fillFrom(page, 'Product code', { column: 'product' });
  await fillFrom(page, 'How often it is billed', { choice: 'Every month' });
  await fillFrom(page, 'In advance or in arrears', { choice: 'In advance' });
  await fillFrom(page, 'First day', { column: 'from' });
  await importRows(page, 'Customers: 0, contracts: 1.');
  await beginRun(page, { target: '2026-01-01' });
  await issueRun(page, '1');

  await at(page, '2026-01-20');
  await goTo(page, 'Catalogue');
  await page.getByRole('link', { name: 'Broadband' }).click();
  await page.getByRole('button', { name: 'New price' }).click();
  await form(page).fill({ Price: '25.00', 'Holds from': '2026-02-01' });
  await page.getByRole('dialog').getByRole('button', { name: 'Save the price' }).click();
  await page.getByText('The new price is saved.').waitFor();
  await at(page, '2026-02-01');
  await beginRun(page, { target: '2026-02-01' });
  await issueRun(page, '1');
}

/** The app looks at the day when it begins, and then every half minute. */
async function openCustomer({ page, open }) {
  await open();
  await go(page, 'Accounts');
  await heading(page, 'Accounts');
  await page.getByRole('link', { name: NAME }).click();
  await heading(page, NAME);
}

journey('what is owed is said first, corrected with one button, and gone', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await raiseWithoutAWord(clerk);
  await openCustomer(clerk);
  // 5.00 too much, and 25.5 % of it.
  await page.getByText('Owed to the customer: €6.28 (F05)').waitFor();
  await page.getByText(/the price rose from €20\.00 to €25\.00 on 1 Feb 2026, and no notice of it is recorded/).waitFor();
  await axe();
  await shot('owed');
  await page.setViewportSize({ width: 390, height: 844 });
  await shot('owed-phone');
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByRole('button', { name: 'Credit €6.28' }).click();
  const dialog = page.getByRole('dialog', { name: /Credit invoice 2026-00002/ });
  for (const sum of ['€5.00', '€1.28', '€6.28']) await dialog.getByText(sum, { exact: true }).waitFor();
  await axe();
  await shot('correct');
  await dialog.getByRole('button', { name: 'Correct it' }).click();
  await page.getByText('Credit note 2026-00003 is issued.').waitFor();
  await page.getByText('Fair: 15 checks passed').waitFor();
  assert.equal(await page.getByText('Owed to the customer').count(), 0);
  await axe();
  await shot('fair');
});

journey('the page over all customers says the same, and leads to each', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await raiseWithoutAWord(clerk);
  await clerk.open();
  await goTo(page, 'Fair treatment');
  const row = page.getByRole('row', { name: /F05/ });
  await row.first().waitFor({ timeout: 60_000 });
  await page.getByText('€6.28').first().waitFor();
  await page.getByText('Customers: 1. Documents: 2.').waitFor();
  await axe();
  await shot('all');
  await page.getByRole('link', { name: NAME }).click();
  await heading(page, NAME);
  await page.getByRole('button', { name: 'Credit €6.28' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Correct it' }).click();
  await page.getByText('Fair: 15 checks passed').waitFor();
  await goTo(page, 'Fair treatment');
  await page.getByText('No rule found anything.').waitFor({ timeout: 60_000 });
  await axe();
  await shot('all-fair');
});

journey('suomeksi: asiakkaan sivu alkaa yhdellä lauseella', { size: 'phone', locale: 'fi-FI', scheme: 'dark' }, async (clerk) => {
  const { page, open, axe, shot } = clerk;
  await open('fairness');
  await page.getByText('Ei vielä asiakkaita').waitFor();
  await axe();
  await shot('tyhja');
});
