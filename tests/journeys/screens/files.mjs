// The files' screens: what a journey saves, opens and imports there.
import { readFile } from 'node:fs/promises';
import { goTo } from './navigation.mjs';

/** Gives the page a file, as the browser's own dialog would. A long content is given as a path. */
export async function chooseFile(page, name, content) {
  const file = typeof content === 'string' || Buffer.isBuffer(content)
    ? { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) }
    : content.path;
  await page.locator('input[type=file]').setInputFiles(file);
}

/** What the browser downloads when `act` is done. */
export async function download(page, act) {
  const [file] = await Promise.all([page.waitForEvent('download', { timeout: 120_000 }), act()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

/** Saves everything to a file and answers with its name, its text and the book in it. */
export async function saveBook(page) {
  await goTo(page, 'Files');
  const saved = await download(page, () => page.getByRole('button', { name: 'Save to a file' }).click());
  return { ...saved, book: JSON.parse(saved.text) };
}

/** The text without the moment it was saved: all that differs when one book is saved twice. */
export const apartFromTime = (text) => text.replace(/"exported_at":"[^"]*"/, '"exported_at":""');

/** Looks into a saved file, on the Files page. */
export async function lookInto(page, name, content) {
  await chooseFile(page, name, content);
  await page.getByRole('button', { name: 'Leave it' }).waitFor({ timeout: 120_000 });
}

/** Replaces everything here by the file that was looked into. */
export async function replaceAll(page, { saveFirst = false, timeout = 120_000 } = {}) {
  const first = page.getByLabel('Save what is here now first');
  if (await first.isChecked() !== saveFirst) await first.setChecked(saveFirst);
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click();
  await page.getByText('The file is open.').first().waitFor({ timeout });
}

/** Begins the import of a list: chooses the file and stands before its columns. */
export async function beginList(page, name, content) {
  await goTo(page, 'Files');
  await page.getByRole('link', { name: 'Import a list (CSV)' }).click();
  await page.getByRole('heading', { level: 1, name: 'Import a list' }).waitFor();
  await chooseFile(page, name, content);
  await page.getByRole('button', { name: 'Next' }).click();
}

/** Says which column, or which value for all rows, fills a field. */
export async function fillFrom(page, field, { column, value, choice, nothing = false }) {
  const select = page.getByLabel(field, { exact: true }).first();
  if (!await select.isVisible()) {
    const closed = page.locator('details.more-fields:not([open]) > summary');
    while (await closed.count() > 0) await closed.first().click();
  }
  await select.selectOption({ label: column ?? (nothing ? 'Nothing' : 'The same for all rows') });
  const fixed = page.getByLabel(`${field}, for all rows`, { exact: true });
  if (value !== undefined) await fixed.fill(value);
  if (choice !== undefined) await fixed.selectOption({ label: choice });
}

/** Checks all rows, imports them and waits until they are in. */
export async function importRows(page, done) {
  await page.getByRole('button', { name: 'Check all rows' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText(done).waitFor({ timeout: 120_000 });
}
