// Files that a journey gets from the page, and the programs that read them back.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** What the browser saves when `act` is done, and where it lies. */
export async function saved(page, act) {
  const [file] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), act()]);
  const path = await file.path();
  return { name: file.suggestedFilename(), path, bytes: await readFile(path) };
}

const has = (tool) => spawnSync(tool, ['-v']).error === undefined;

/** The text of a PDF as it stands on its pages; null, and said so, where no program reads it. */
export function textOf(pdf) {
  if (!has('pdftotext')) {
    console.log('skipped: pdftotext is not here');
    return null;
  }
  return execFileSync('pdftotext', ['-layout', pdf.path, '-'], { encoding: 'utf8' });
}
