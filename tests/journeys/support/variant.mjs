// A second version of the built app, as the next upload would be.
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeServiceWorker } from '../../../.tools/finish-dist.mjs';

/** Copies a build and changes its starter, so that one hashed name and the page differ. The caller removes the folder. */
export async function secondVersion(dist) {
  const folder = await mkdtemp(join(tmpdir(), 'lasku-version-'));
  await cp(dist, folder, { recursive: true });
  const boot = (await readdir(folder)).find((file) => file.startsWith('boot-'));
  const next = 'boot-00000000000000aa.js';
  await rename(join(folder, boot), join(folder, next));
  await writeFile(join(folder, next), `document.documentElement.dataset.version = 'second';\n${await readFile(join(folder, next), 'utf8')}`);
  for (const page of ['index.html', '404.html']) {
    const text = await readFile(join(folder, page), 'utf8');
    await writeFile(join(folder, page), text.replaceAll(boot, next));
  }
  await writeServiceWorker(folder);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
