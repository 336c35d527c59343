// Everything into one file and back out of it in another browser; and files that are wrong, which change nothing.
import { assert, journey } from './support/journey.mjs';
import { addAccount, addContract, addProduct } from './screens/customer.mjs';
import { beginDraft, fillLine, issue } from './screens/draft.mjs';
import { apartFromTime, chooseFile, lookInto, replaceAll, saveBook } from './screens/files.mjs';
import { paperText } from './screens/invoice.mjs';
import { choose, goTo } from './screens/navigation.mjs';
import { beginPayment, record } from './screens/payment.mjs';
import { beginRun, issueRun } from './screens/run.mjs';
import { nameSeller } from './screens/settings.mjs';

const DAY = new Date('2026-03-10T09:00:00+02:00');

/** A little of everything: a product, two customers, a contract that is billed, an invoice that is paid, a draft. */
async function aBook(clerk) {
  const { page } = clerk;
  await page.clock.setFixedTime(DAY);
  await nameSeller(clerk);
  await addProduct(page, { Code: 'NET-100', Name: 'Network 100', Price: '30.00', 'Holds from': '2026-01-01' });
  await addAccount(page, { Name: 'Saimaan Satama Oy' });
  await addAccount(page, { Name: 'Kallion Kirjakauppa' });
  await addContract(page, { account: 'Saimaan', name: 'Upkeep', starts: '2026-03-01', text: 'Upkeep', price: '59.90' });
  await beginRun(page, { target: '2026-03-10' });
  await issueRun(page, '1');
  await beginDraft(page);
  await choose(page, 'Customer', 'Kallion Kirjakauppa');
  await fillLine(page, 1, { description: 'Annual inspection', price: '100' });
  assert.equal(await issue(page), '2026-00002');
  await beginPayment(page, { typed: '2026-00002', answer: /2026-00002/ });
  await record(page);
  return saveBook(page);
}

journey('what is saved opens in another browser, everything as it was, and saves again as the same bytes', {}, async (clerk) => {
  const { page, context, site, axe, shot } = clerk;
  const first = await aBook(clerk);
  assert.match(first.name, /^lasku-[\w-]*2026-03-10\.json$/);
  await goTo(page, 'Invoices');
  await page.getByRole('link', { name: '2026-00001' }).first().click();
  const paper = await paperText(page);

  const elsewhere = await context.browser().newContext({ acceptDownloads: true, locale: 'en-GB', timezoneId: 'Europe/Helsinki' });
  try {
    const there = await elsewhere.newPage();
    await there.clock.setFixedTime(DAY);
    await there.goto(site.url);
    await goTo(there, 'Files');
    await lookInto(there, first.name, first.text);
    await there.getByText('Everything in the file adds up.').waitFor();
    await there.getByText('Pihlaja Palvelut Oy').first().waitFor();
    await axe(there);
    await shot('looked-into', there);
    await there.getByRole('button', { name: 'Replace', exact: true }).click();
    await axe(there);
    await there.keyboard.press('Escape');
    await replaceAll(there);
    const again = await saveBook(there);
    assert.ok(apartFromTime(again.text) === apartFromTime(first.text), 'the same bytes');
    await there.reload();
    await goTo(there, 'Invoices');
    await there.getByRole('link', { name: '2026-00001' }).first().click();
    await there.getByRole('heading', { level: 1, name: 'Invoice 2026-00001' }).waitFor();
    assert.equal(await paperText(there), paper);
    await goTo(there, 'Payments');
    await there.getByRole('link', { name: /Kallion Kirjakauppa|10 Mar 2026/ }).first().waitFor();
    // And work goes on where it stopped.
    await beginDraft(there);
    await choose(there, 'Customer', 'Kallion Kirjakauppa');
    await fillLine(there, 1, { description: 'Annual inspection', price: '100' });
    assert.equal(await issue(there), '2026-00003');
  } finally {
    await elsewhere.close();
  }
});

/** What is done to a good file, and what is then said: the place, if it has one, and the fault. */
const WRONG = [
  ['no-book.json', () => '[]', 'The file', 'This is not a file saved by Lasku.'],
  ['list.csv', () => 'customerID,gender\n1,F', 'The file', 'This is not a file saved by Lasku.'],
  ['empty.json', () => '', 'The file', /./],
  ['half.json', (text) => text.slice(0, text.length / 2), null, 'The file ends in the middle.'],
  ['newer.json', (text) => text.replace('"version":1', '"version":9'), 'version', 'Saved by a newer Lasku'],
  ['deep.json', (text) => text.replace('"accounts":[', `"accounts":[${'['.repeat(200_000)}`), /^accounts/, 'Nested deeper than any record of Lasku.'],
  ['huge-number.json', edit((book) => { book.invoices[0].lines[0].net = `${'9'.repeat(400)}.00 EUR`; }), /^invoices\[0\]\.lines\[0\]\.net/, /Can.t be read/],
  ['exponent.json', (text) => text.replace('"sequence":1,', '"sequence":1e400,'), /^(journal|mark|The file|series)/, /./],
  ['wrong-type.json', edit((book) => { book.accounts[1].name = 7; }), 'accounts[1].name (1002)', /Can.t be read/],
  ['no-id.json', edit((book) => { book.contracts[0].account = 'Saimaan Satama Oy'; }), 'contracts[0].account (1)', /Can.t be read/],
  ['twice.json', edit((book) => { book.accounts[1].id = book.accounts[0].id; }), /^accounts\[1\]/, 'Another record has the same id.'],
  ['number-twice.json', edit((book) => { book.accounts[1].number = book.accounts[0].number; }), /^accounts\[1\]/, 'is given twice.'],
  ['totals.json', edit((book) => { book.invoices[0].totals.amount_due = '0.01 EUR'; }), /^invoices\[0\]/, 'The amount due is €0.01'],
  ['nowhere.json', edit((book) => { book.contracts[0].account = '00000000-0000-0000-0000-000000000000'; }), /^contracts\[0\]/, 'Names something that is not in the file'],
  ['unknown.json', edit((book) => { book.accounts[0].colour = 'red'; }), /^accounts\[0\]/, /would lose it/],
  ['journal.json', edit((book) => { book.journal[1].command = 'nothing'; }), /^journal/, 'of the journal was changed.'],
];

function edit(change) {
  return (text) => {
    const book = JSON.parse(text);
    change(book);
    return JSON.stringify(book);
  };
}

journey('a file that is wrong says where, and changes nothing', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  const { text } = await aBook(clerk);
  const failed = [];
  for (const [name, change, place, message] of WRONG) {
    await chooseFile(page, name, change(text));
    const leave = page.getByRole('button', { name: 'Leave it' });
    await leave.waitFor();
    const rows = page.getByRole('table', { name: 'What is wrong with the file' }).getByRole('row')
      .filter({ hasText: message });
    const found = (await rows.allInnerTexts()).map((row) => row.split('\t').map((cell) => cell.trim()));
    const isThere = found.some(([where]) => place === null || (place instanceof RegExp ? place.test(where) : where === place));
    if (!isThere) failed.push(`${name}: ${JSON.stringify(await page.locator('.problem-list').allInnerTexts())}`);
    const replace = page.getByRole('button', { name: 'Replace', exact: true });
    if (!await replace.isDisabled()) failed.push(`${name} could be opened`);
    if (name === 'totals.json') {
      await axe();
      await shot('wrong');
    }
    await leave.click();
  }
  assert.deepEqual(failed, []);
  assert.equal(apartFromTime((await saveBook(page)).text), apartFromTime(text));
});

