// Work goes on without a network: loaded once, the app starts, keeps and issues.
import { assert, journey, ready } from './support/journey.mjs';
import { addAccount } from './screens/account.mjs';
import { writeInvoice } from './screens/draft.mjs';
import { paperText } from './screens/invoice.mjs';
import { nameSeller } from './screens/settings.mjs';

journey('an invoice is issued without a network, after a reload', { timeout: 180_000 }, async (clerk) => {
  const { page, open, stored, offline, shot } = clerk;
  await open();
  await stored();
  await nameSeller(clerk);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  await offline();
  await page.reload();
  await ready(page);
  const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  assert.match(number, /^\d{4}-00001$/);
  await page.reload();
  await ready(page);
  assert.ok((await paperText(page)).includes('€125.50'), 'the invoice is there after another reload');
  await shot('issued');
});

journey('a book with one customer and nothing else opens without a network', {}, async (clerk) => {
  const { page, open, stored, offline } = clerk;
  await open();
  await stored();
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  await offline();
  await open();
  await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
});
