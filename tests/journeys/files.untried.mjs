// The whole book out to a file and in again, lists from other programs, and files that are none.
import { readFile } from 'node:fs/promises';
import { assert, journey } from './support/journey.mjs';

/** A list as a Finnish spreadsheet saves it: semicolons, decimal commas, letters of Windows-1252. */
const LIST = Buffer.from([
  'Asiakasnumero;Nimi;Postinumero;Postitoimipaikka;Kuukausimaksu;Alkaa;Tila',
  '501;M\u00e4kinen Oy;33100;Tampere;49,90;1.10.2026;voimassa',
  '502;\u00c5strand Ab;20100;Turku;"1 250,00";1.10.2026;voimassa',
  '503;Vanha Oy;00100;Helsinki;10,00;1.10.2026;p\u00e4\u00e4ttynyt',
  '504;;00100;Helsinki;=1+1;1.10.2026;voimassa',
].join('\r\n'), 'latin1');

const choose = (page, name, buffer) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });

async function download(page, act) {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

async function importList(page) {
  await choose(page, 'asiakkaat.csv', LIST);
  await page.getByRole('cell', { name: 'M\u00e4kinen Oy' }).waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Some contracts have ended').check();
  await page.getByRole('button', { name: 'Check all rows' }).click();
}

const save = (page) => download(page, () => page.getByRole('button', { name: 'Save to a file' }).click());

for (const [scheme, size] of [['light', 'desktop'], ['dark', 'phone']]) {
  journey(`a list comes in, its bad row goes out, and the import is undone, ${scheme}, ${size}`, { scheme, size }, async ({ page, open, axe, shot }) => {
    await open('files');
    await axe();
    await shot(`files-${size}`);
    await page.getByRole('link', { name: 'Import a list (CSV)' }).click();
    await choose(page, 'asiakkaat.csv', LIST);
    await page.getByRole('cell', { name: 'M\u00e4kinen Oy' }).waitFor();
    await axe();
    await shot(`list-file-${size}`);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Some contracts have ended').check();
    assert.equal(await page.getByLabel('says', { exact: true }).inputValue(), 'p\u00e4\u00e4ttynyt');
    await axe();
    await shot(`list-columns-${size}`);
    await page.getByRole('button', { name: 'Check all rows' }).click();
    await page.getByText('1 row is left out.').waitFor();
    await axe();
    await shot(`list-check-${size}`);
    const bad = await download(page, () => page.getByRole('button', { name: 'Download the rows left out' }).click());
    assert.match(bad.text, /504/);
    assert.match(bad.text, /"'=1\+1"/, 'never a formula in a spreadsheet');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('Customers: 3, contracts: 3.').waitFor();
    await axe();
    await shot(`list-done-${size}`);
    await page.getByRole('button', { name: 'Undo the import' }).click();
    await page.getByRole('main').getByText('The import was undone.').waitFor();
    await open('files');
    const { text } = await save(page);
    assert.equal(JSON.parse(text).accounts.length, 0);
  });
}

journey('what is saved opens in another browser, and saves again as the same bytes', {}, async ({ page, context, site, open, axe, shot }) => {
  await open('files/csv');
  await importList(page);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('Customers: 3, contracts: 3.').waitFor();
  await open('files');
  const first = await save(page);
  assert.match(first.name, /^lasku-[\w-]*\d{4}-\d\d-\d\d\.json$/);

  const other = await context.browser().newContext({ acceptDownloads: true, locale: 'en-GB' });
  try {
    const there = await other.newPage();
    await there.goto(`${site.url}files`);
    await choose(there, first.name, Buffer.from(first.text));
    await there.getByText('Everything in the file adds up.').waitFor();
    await axe(there);
    await shot('open-a-file', there);
    await there.getByLabel('Save what is here now first').uncheck();
    await there.getByRole('button', { name: 'Replace', exact: true }).click();
    await axe(there);
    await there.getByRole('dialog').getByRole('button', { name: 'Replace' }).click();
    await there.getByText('The file is open.').waitFor();
    const again = await save(there);
    const same = (text) => text.replace(/"exported_at":"[^"]*"/, '');
    assert.ok(same(again.text) === same(first.text), 'the same bytes');
    // Nothing was lost on the way to the disk either, and no recovery is asked for.
    await there.reload();
    await there.getByRole('button', { name: 'Save to a file' }).waitFor();
    await there.goto(`${site.url}accounts`);
    await there.getByRole('link', { name: '\u00c5strand Ab' }).first().waitFor();
  } finally {
    await other.close();
  }
});

journey('a file that is wrong says where, and changes nothing', {}, async ({ page, open, axe, shot }) => {
  await open('files/csv');
  await importList(page);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('Customers: 3, contracts: 3.').waitFor();
  await open('files');
  const { text } = await save(page);
  const book = JSON.parse(text);
  book.accounts[1].number = book.accounts[0].number;
  book.accounts[2].name = 7;
  const files = [
    ['a list', '[]', 'This is not a file saved by Lasku.'],
    ['text', 'customerID,gender', 'This is not a file saved by Lasku.'],
    ['half of it', text.slice(0, text.length / 2), 'The file ends in the middle.'],
    ['a newer one', text.replace('"version":1', '"version":9'), 'Saved by a newer Lasku'],
    ['very deep', `{"format":"lasku","version":1,"accounts":[${'['.repeat(200_000)}`, 'Nested deeper than any record'],
    ['doubled numbers', JSON.stringify(book), 'is given twice.'],
  ];
  for (const [name, content, message] of files) {
    await choose(page, `${name}.json`, Buffer.from(content));
    await page.getByText(message).first().waitFor();
    assert.ok(await page.getByRole('button', { name: 'Replace', exact: true }).isDisabled(), name);
    if (name === 'doubled numbers') {
      await page.getByText('accounts[2].name').waitFor();
      await axe();
      await shot('a-wrong-file');
    }
    await page.getByRole('button', { name: 'Leave it' }).click();
  }
  assert.equal((await save(page)).text.replace(/"exported_at":"[^"]*"/, ''), text.replace(/"exported_at":"[^"]*"/, ''));
});
