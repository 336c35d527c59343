// The power goes out in the middle of a run of 2,000 invoices, again and again. After each start every invoice is whole or
// absent and the series goes on without a gap; at the end everybody has been billed once.
import { setTimeout as pause } from 'node:timers/promises';
import { assert, journey } from './support/journey.mjs';
import { cents, vat } from './support/cents.mjs';
import { beginList, importRows, saveBook } from './screens/files.mjs';
import { beginRun, confirmRun, issueRun } from './screens/run.mjs';
import { nameSeller } from './screens/settings.mjs';

const CUSTOMERS = 2000;
const DAY = '2026-01-01';

/** What each customer pays: from 10.01 up, each a cent more. */
const price = (index) => 1001 + index;
const euros = (amount) => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
const number = (index) => String(10_000 + index);

const LIST = ['Customer number,Name,Price,Starts']
  .concat(Array.from({ length: CUSTOMERS }, (_, index) => `${number(index)},Customer ${number(index)},${euros(price(index))},${DAY}`))
  .join('\n');

/** Fails unless every document is whole, and answers with how many there are. */
function check(book) {
  const seen = new Set();
  book.invoices.forEach((one, index) => {
    assert.equal(one.number, `2026-${String(index + 1).padStart(5, '0')}`, 'the series has neither gap nor double');
    assert.ok(!seen.has(one.buyer.number), `${one.buyer.number} is billed once`);
    seen.add(one.buyer.number);
    const net = price(Number(one.buyer.number) - 10_000);
    assert.deepEqual(one.lines.map((line) => cents(line.net)), [net]);
    assert.equal(cents(one.totals.amount_due), net + vat(net));
  });
  assert.equal(book.series[0].next, book.invoices.length + 1);
  // What is owed and what is billed until when went the same way as the document, and so did the journal.
  assert.deepEqual(book.receivables.map((one) => one.number).sort(), book.invoices.map((one) => one.number).sort());
  const billed = book.contracts.filter((one) => one.services[0].billed?.length > 0).length;
  assert.equal(billed, book.invoices.length);
  assert.deepEqual(book.journal.map((entry) => entry.sequence), book.journal.map((_, index) => index + 1));
  return book.invoices.length;
}

journey('a browser killed in the middle of a run loses nothing and bills nobody twice', { profile: true, timeout: 300_000 }, async (clerk) => {
  let { page } = clerk;
  const { open, kill, restart, axe, shot } = clerk;
  await page.clock.setFixedTime(new Date(`${DAY}T09:00:00`));
  await nameSeller(clerk);
  await beginList(page, 'customers.csv', LIST);
  await importRows(page, 'Customers: 2,000, contracts: 2,000.');
  const moments = [];
  let done = 0;
  for (let round = 0; round < 4; round += 1) {
    // On a slow machine a run has more moments.
    const slow = await clerk.context.newCDPSession(page);
    await slow.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await beginRun(page, { target: DAY });
    await confirmRun(page, (CUSTOMERS - done).toLocaleString('en-GB'));
    // Of a short rest nothing but the end may be seen.
    await page.getByRole('progressbar').or(page.getByRole('heading', { name: 'Done', exact: true })).first().waitFor();
    const moment = Math.random() * 250;
    await pause(moment);
    await kill();
    page = await restart();
    await page.clock.setFixedTime(new Date(`${DAY}T09:00:00`));
    await open();
    const now = check((await saveBook(page)).book);
    moments.push(`${now - done} more after ${Math.round(moment)} ms`);
    assert.ok(now >= done, moments.join(', '));
    done = now;
    if (done === CUSTOMERS) break;
  }
  console.log(`# killed: ${moments.join(', ')}`);
  if (done < CUSTOMERS) {
    await beginRun(page, { target: DAY });
    await issueRun(page, (CUSTOMERS - done).toLocaleString('en-GB'));
    await axe();
    await shot('done');
  }
  const { book } = await saveBook(page);
  assert.equal(check(book), CUSTOMERS);
});
