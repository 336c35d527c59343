// Two tabs on one book: each sees what the other does, and no number is given twice.
import { assert, journey } from './support/journey.mjs';
import { addAccount } from './screens/account.mjs';
import { beginDraft, fillLine, issue } from './screens/draft.mjs';
import { beginList, importRows, saveBook } from './screens/files.mjs';
import { choose, goTo } from './screens/navigation.mjs';
import { beginRun, confirmRun } from './screens/run.mjs';
import { nameSeller } from './screens/settings.mjs';

const DAY = '2026-03-10';
const NAMES = ['Saimaan Satama Oy', 'Kallion Kirjakauppa'];

const numbersOf = (book) => book.invoices.map((one) => one.number);
const series = (count) => Array.from({ length: count }, (_, index) => `2026-${String(index + 1).padStart(5, '0')}`);

/** The same book in two tabs. */
async function twoTabs(clerk) {
  const { page, context, open } = clerk;
  await context.clock.setFixedTime(new Date(`${DAY}T09:00:00+02:00`));
  await nameSeller(clerk);
  const other = await context.newPage();
  await open('', other);
  return [page, other];
}

journey('what one tab does is seen in the other at once', {}, async (clerk) => {
  const [page, other] = await twoTabs(clerk);
  await goTo(other, 'Accounts');
  await addAccount(page, { name: NAMES[0] });
  await other.bringToFront();
  await other.getByRole('link', { name: NAMES[0] }).first().waitFor();
  await goTo(other, 'Invoices');
  await page.bringToFront();
  await beginDraft(page);
  await choose(page, 'Customer', NAMES[0]);
  await fillLine(page, 1, { description: 'Annual inspection', price: '100' });
  const number = await issue(page);
  await other.bringToFront();
  await other.getByRole('link', { name: number }).first().waitFor();
  await clerk.axe(other);
  await clerk.shot('other', other);
  // And the other way: what the second tab adds, the first one has.
  await addAccount(other, { name: NAMES[1] });
  await page.bringToFront();
  await goTo(page, 'Accounts');
  await page.getByRole('link', { name: NAMES[1] }).first().waitFor();
});

journey('two tabs that issue in the same moment give two numbers, every time', {}, async (clerk) => {
  const tabs = await twoTabs(clerk);
  const rounds = 6;
  for (const name of NAMES) await addAccount(tabs[0], { name });
  const given = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, page] of tabs.entries()) {
      await page.bringToFront();
      await beginDraft(page);
      await choose(page, 'Customer', NAMES[index]);
      await fillLine(page, 1, { description: `Round ${round + 1}`, price: '100' });
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Issue invoice' }).waitFor();
    }
    // Pressed by the pages themselves, so that nothing waits for one tab to be in front.
    await Promise.all(tabs.map((page) => page.evaluate(() => {
      [...document.querySelectorAll('dialog[open] button, [role=dialog] button')].find((one) => one.textContent.trim() === 'Issue invoice').click();
    })));
    given.push(...await Promise.all(tabs.map(async (page) => {
      const heading = page.getByRole('heading', { level: 1, name: /^Invoice / });
      await heading.waitFor();
      return (await heading.textContent()).replace('Invoice ', '');
    })));
  }
  assert.deepEqual([...given].sort(), series(rounds * 2));
  const { book } = await saveBook(tabs[0]);
  assert.deepEqual(numbersOf(book), series(rounds * 2));
  for (const [index, name] of NAMES.entries()) {
    const own = book.invoices.filter((one) => one.buyer.name === name).map((one) => one.lines[0].item.description);
    assert.deepEqual(own, Array.from({ length: rounds }, (_, round) => `Round ${round + 1}`), `tab ${index + 1}`);
  }
});

journey('a run started in two tabs bills everybody once', {}, async (clerk) => {
  const tabs = await twoTabs(clerk);
  const count = 1000;
  const list = ['Customer number,Name,Price,Starts']
    .concat(Array.from({ length: count }, (_, index) => `${10_000 + index},Customer ${10_000 + index},10.00,2026-03-01`))
    .join('\n');
  await beginList(tabs[0], 'customers.csv', list);
  await importRows(tabs[0], 'Customers: 1,000, contracts: 1,000.');
  for (const page of tabs) {
    await page.bringToFront();
    await beginRun(page, { target: DAY });
    await page.getByRole('button', { name: 'Issue 1,000 documents', exact: true }).first().waitFor();
  }
  await Promise.all(tabs.map((page) => confirmRun(page, '1,000')));
  const refused = (page) => page.getByRole('alert').getByText(/another tab/i);
  await Promise.all(tabs.map((page) => page.getByRole('heading', { name: 'Done', exact: true }).or(refused(page)).first().waitFor()));
  assert.ok(await refused(tabs[0]).count() + await refused(tabs[1]).count() <= 1, 'one of them bills');
  await tabs[0].bringToFront();
  const { book } = await saveBook(tabs[0]);
  assert.deepEqual(numbersOf(book), series(count));
  assert.equal(new Set(book.invoices.map((one) => one.account)).size, count);
  for (const page of tabs) {
    await page.bringToFront();
    await goTo(page, 'Accounts');
    await beginRun(page, { target: DAY });
    await page.getByText(/Nothing is due by/).waitFor();
  }
});
