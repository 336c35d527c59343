// The browser's files are damaged while it is not running: the app sees it, gives no number, and goes on from a backup or
// from what is there.
import { readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, journey } from './support/journey.mjs';
import { addAccount } from './screens/account.mjs';
import { writeInvoice } from './screens/draft.mjs';
import { chooseFile, lookInto, replaceAll, saveBook } from './screens/files.mjs';
import { goTo } from './screens/navigation.mjs';
import { nameSeller } from './screens/settings.mjs';

const DAY = new Date('2026-03-10T09:00:00+02:00');
const LOST = { level: 1, name: 'Some records are missing' };

/** The folder of the app's database in a profile. */
async function databaseOf(profile) {
  const folder = join(profile, 'Default/IndexedDB');
  const name = (await readdir(folder)).find((each) => each.endsWith('.indexeddb.leveldb'));
  return join(folder, name);
}

/** The newest log of the database: its last writes. */
async function logOf(profile) {
  const folder = await databaseOf(profile);
  const logs = (await readdir(folder)).filter((name) => /^\d+\.log$/.test(name)).sort();
  return join(folder, logs.at(-1));
}

const invoice = (page, price) => writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price });

/** A seller, a customer, and two invoices; answers with a backup after each, and how long the log was in between. */
async function twoInvoices(clerk) {
  const { page, profileFolder } = clerk;
  await page.clock.setFixedTime(DAY);
  await nameSeller(clerk);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  assert.equal(await invoice(page, '100'), '2026-00001');
  const older = await saveBook(page);
  const { size } = await stat(await logOf(profileFolder));
  assert.equal(await invoice(page, '200'), '2026-00002');
  const newer = await saveBook(page);
  return { older, newer, size };
}

/** Ends the browser as a person does, lets `damage` work on its files, and starts the app again. */
async function damaged(clerk, damage) {
  await clerk.context.close();
  await damage(clerk.profileFolder);
  const page = await clerk.restart();
  await page.clock.setFixedTime(DAY);
  await clerk.open();
  return page;
}

/** No page gives a number: each of them says what is missing instead. */
async function givesNoNumber(page) {
  await page.getByRole('heading', LOST).waitFor();
  await page.getByText('Nothing is changed and no number is given until you choose one of these ways.').waitFor();
  for (const name of ['Invoices', 'Billing run', 'Settings']) {
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).first().click();
    await page.getByRole('heading', LOST).waitFor();
  }
  assert.equal(await page.getByRole('link', { name: 'New invoice' }).count(), 0);
}

const cells = (page) => page.getByRole('row').allInnerTexts().then((rows) => rows.map((row) => row.replace(/\s+/g, ' ').trim()));

journey('a database without its last writes gives no number, and an older backup brings none back', { profile: true }, async (clerk) => {
  const { older, size } = await twoInvoices(clerk);
  const page = await damaged(clerk, async (profile) => truncate(await logOf(profile), size + 9));
  await givesNoNumber(page);
  assert.ok((await cells(page)).some((row) => /^Documents 2 1$/.test(row)), 'two were known, one is there');
  await clerk.axe();
  await clerk.shot('behind');

  await page.getByRole('link', { name: 'Open a backup file' }).click();
  await lookInto(page, older.name, older.text);
  await replaceAll(page);
  await page.getByText('Numbering goes on behind them, so no number is given twice.').first().waitFor();
  assert.equal(await invoice(page, '300'), '2026-00003');
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Invoice 2026-00003' }).waitFor();
});

journey('an empty database is not a new beginning, and a backup brings everything back', { profile: true }, async (clerk) => {
  const { newer } = await twoInvoices(clerk);
  const page = await damaged(clerk, async (profile) => rm(join(profile, 'Default/IndexedDB'), { recursive: true }));
  await givesNoNumber(page);
  assert.ok((await cells(page)).some((row) => /^Documents 2 nothing$/.test(row)));
  await clerk.axe();
  await clerk.shot('empty');

  await page.getByRole('link', { name: 'Open a backup file' }).click();
  await chooseFile(page, 'half.json', newer.text.slice(0, 1000));
  await page.getByText('The file ends in the middle.').first().waitFor();
  await page.getByRole('button', { name: 'Leave it' }).click();
  await lookInto(page, newer.name, newer.text);
  await replaceAll(page);
  assert.equal(await invoice(page, '300'), '2026-00003');
  const { book } = await saveBook(page);
  assert.deepEqual(book.invoices.map((one) => one.number), ['2026-00001', '2026-00002', '2026-00003']);
});

journey('without a backup the numbers go on after the last that was given', { profile: true }, async (clerk) => {
  await twoInvoices(clerk);
  const page = await damaged(clerk, async (profile) => rm(await databaseOf(profile), { recursive: true }));
  await givesNoNumber(page);
  await page.getByRole('button', { name: 'Go on without the lost records' }).click();
  await clerk.axe();
  await clerk.shot('accept');
  await page.getByRole('dialog').getByRole('button', { name: 'Go on without the lost records' }).click();
  await page.getByText('The numbering goes on after the last known number.').waitFor();
  await page.getByRole('heading', LOST).waitFor({ state: 'detached' });
  await nameSeller({ page, open: clerk.open });
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  assert.equal(await invoice(page, '100'), '2026-00003');
  await goTo(page, 'Journal');
  await clerk.axe();
  await clerk.shot('journal');
});

journey('a database whose last log is gone gives no number either', { profile: true }, async (clerk) => {
  const { newer } = await twoInvoices(clerk);
  const page = await damaged(clerk, async (profile) => rm(await logOf(profile)));
  await givesNoNumber(page);
  await page.getByRole('link', { name: 'Open a backup file' }).click();
  await lookInto(page, newer.name, newer.text);
  await replaceAll(page);
  assert.equal(await invoice(page, '300'), '2026-00003');
});
