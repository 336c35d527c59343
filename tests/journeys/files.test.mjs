// Lists from other programs: in through the mapping screen, the bad rows out again, and the whole import undone.
import { assert, journey } from './support/journey.mjs';
import { chooseFile, download } from './screens/files.mjs';

/** A list as a Finnish spreadsheet saves it: semicolons, decimal commas, letters of Windows-1252. */
const LIST = Buffer.from([
  'Asiakasnumero;Nimi;Postinumero;Postitoimipaikka;Kuukausimaksu;Alkaa;Tila',
  '501;M\u00e4kinen Oy;33100;Tampere;49,90;1.10.2026;voimassa',
  '502;\u00c5strand Ab;20100;Turku;"1 250,00";1.10.2026;voimassa',
  '503;Vanha Oy;00100;Helsinki;10,00;1.10.2026;p\u00e4\u00e4ttynyt',
  '504;;00100;Helsinki;=1+1;1.10.2026;voimassa',
].join('\r\n'), 'latin1');

const save = (page) => download(page, () => page.getByRole('button', { name: 'Save to a file' }).click());

for (const [scheme, size] of [['light', 'desktop'], ['dark', 'phone']]) {
  journey(`a list comes in, its bad row goes out, and the import is undone, ${scheme}, ${size}`, { scheme, size }, async ({ page, open, axe, shot }) => {
    await open('files');
    await axe();
    await shot(`files-${size}`);
    await page.getByRole('link', { name: 'Import a list (CSV)' }).click();
    await chooseFile(page, 'asiakkaat.csv', LIST);
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
