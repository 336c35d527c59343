// A past of 100,000 settled invoices: opened from a file of more than 100 MB while the page stays awake, scrolled and searched.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, journey } from './support/journey.mjs';
import { nameOf, numberOf, writeArchive } from './support/archive.mjs';
import { addAccount } from './screens/account.mjs';
import { writeInvoice } from './screens/draft.mjs';
import { chooseFile, replaceAll, saveBook } from './screens/files.mjs';
import { goTo } from './screens/navigation.mjs';
import { beginPayment, record } from './screens/payment.mjs';
import { nameSeller } from './screens/settings.mjs';

const DOCUMENTS = 100_000;
const CUSTOMERS = 500;
/** No task of the page's thread may take longer, in milliseconds; a person notices a second. */
const LONGEST = 1000;

/** Follows how long the page's thread is busy at a time. */
const follow = (page) => page.evaluate(() => {
  window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((one) => one.duration))).observe({ type: 'longtask' });
});

/** The longest task since the last question. */
async function longest(page, what) {
  const most = await page.evaluate(() => Math.max(0, ...window.tasks.splice(0)));
  console.log(`# ${what}: longest task ${Math.round(most)} ms`);
  assert.ok(most < LONGEST, `${what}: the page was busy for ${Math.round(most)} ms`);
}

const rows = (page) => page.locator('[role=row], tr').count();

/** Scrolls a list to its end in leaps, and looks at how many rows there are on the way. */
async function scrollThrough(page, last) {
  for (const part of [0.1, 0.35, 0.6, 0.85, 1]) {
    await page.evaluate((part) => {
      const all = [document.scrollingElement, ...document.querySelectorAll('main *')];
      const list = all.reduce((most, one) => (one.scrollHeight - one.clientHeight > most.scrollHeight - most.clientHeight ? one : most));
      list.scrollTop = (list.scrollHeight - list.clientHeight) * part;
    }, part);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.ok(await rows(page) <= 200, 'only the rows in sight are in the document');
  }
  await last.first().waitFor();
}

journey('a past of 100,000 invoices is opened, scrolled and searched without a stutter', { profile: true, timeout: 300_000 }, async (clerk) => {
  const { page, axe, shot } = clerk;
  const folder = await mkdtemp(join(tmpdir(), 'lasku-archive-'));
  try {
    await page.clock.setFixedTime(new Date('2026-01-10T09:00:00+02:00'));
    await nameSeller(clerk, { city: 'Helsinki' });
    await addAccount(page, { name: nameOf(0) });
    await writeInvoice(page, { account: 'Customer', description: 'Upkeep', price: '10' });
    await beginPayment(page, { typed: numberOf(0), answer: new RegExp(numberOf(0)) });
    await record(page);
    const { book } = await saveBook(page);
    const path = join(folder, 'archive.json');
    const size = await writeArchive(path, book, { documents: DOCUMENTS, customers: CUSTOMERS });
    assert.ok(size > 100_000_000, `the file has ${size} bytes`);

    await page.clock.setFixedTime(new Date('2026-10-01T09:00:00+03:00'));
    await follow(page);
    let before = Date.now();
    await chooseFile(page, 'archive.json', { path });
    await page.getByRole('progressbar').waitFor();
    await axe();
    await shot('looking');
    await page.getByRole('button', { name: 'Leave it' }).waitFor({ timeout: 120_000 });
    console.log(`# ${Math.round(size / 1e6)} MB read and checked in ${Date.now() - before} ms`);
    await longest(page, 'checking the file');
    await page.getByText('Everything in the file adds up.').waitFor();
    before = Date.now();
    await replaceAll(page);
    console.log(`# and written in ${Date.now() - before} ms`);
    await longest(page, 'opening the file');

    await goTo(page, 'Invoices');
    const search = page.getByRole('textbox', { name: 'Search number, customer, amount, reference' });
    await page.getByRole('link', { name: numberOf(DOCUMENTS - 1) }).first().waitFor();
    await longest(page, 'the list of invoices');
    await axe();
    await page.evaluate(() => window.tasks.splice(0));
    await scrollThrough(page, page.getByRole('link', { name: numberOf(0) }));
    await longest(page, 'scrolling');
    await shot('scrolled');
    before = Date.now();
    await search.pressSequentially(numberOf(54_320).slice(5));
    await page.getByRole('link', { name: numberOf(54_320) }).first().waitFor();
    console.log(`# typed and found in ${Date.now() - before} ms`);
    await longest(page, 'searching');
    await search.fill(nameOf(123));
    await page.getByRole('link', { name: numberOf(DOCUMENTS - CUSTOMERS + 123) }).first().waitFor();
    await longest(page, 'searching by name');
    await shot('found');

    await goTo(page, 'Payments');
    await scrollThrough(page, page.getByText(nameOf(0)));
    await longest(page, 'the list of payments');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Payments' }).waitFor();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
