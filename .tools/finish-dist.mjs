// Trunk's post_build hook: makes the built files ready to be put on any static host.
//
// - worker files and the starter get names that change with their content (Trunk hashes only the page's own),
// - the page gets those names, the script that finds the app's root, and that script's hash in its policy,
// - 404.html, so that deep links work on hosts that know no fallback,
// - the service worker, which keeps exactly these files, each checked by its hash.
import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateSW } from 'workbox-build';

const MIB = 1024 * 1024;
/** Files of the folder that the service worker does not keep: itself, and the page's copy for hosts. */
export const NOT_KEPT = ['lasku-sw.js', '404.html'];
// Trunk writes its hash without leading zeros.
const HASHED = /-[0-9a-f]{8,16}(_bg|_loader)?\.(js|wasm|css)$/;

const digest = (content, kind, as) => createHash(kind).update(content).digest(as);

/** Every file of a folder, as paths with slashes relative to it, in a fixed order. */
export async function filesOf(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(dir.length + 1).replaceAll('\\', '/'))
    .sort();
}

/** Writes `lasku-sw.js` into a finished folder. Addresses in it are relative to itself, so the folder may move. */
export async function writeServiceWorker(dir) {
  await rm(join(dir, 'lasku-sw.js'), { force: true });
  const { count, size, warnings } = await generateSW({
    globDirectory: dir,
    globPatterns: ['**/*'],
    globIgnores: NOT_KEPT,
    swDest: join(dir, 'lasku-sw.js'),
    navigateFallback: 'index.html',
    // Workbox would leave out what is over 2 MiB, without a word in the app.
    maximumFileSizeToCacheInBytes: 512 * MIB,
    dontCacheBustURLsMatching: HASHED,
    // A file that is not the one of this build (an upload half done) stops the installation; the old version stays.
    manifestTransforms: [async (entries) => ({
      warnings: [],
      manifest: await Promise.all(entries.map(async (entry) => ({
        ...entry,
        integrity: `sha384-${digest(await readFile(join(dir, entry.url)), 'sha384', 'base64')}`,
      }))),
    })],
    cleanupOutdatedCaches: true,
    clientsClaim: false,
    skipWaiting: false,
    inlineWorkboxRuntime: true,
    sourcemap: false,
    mode: 'production',
  });
  if (warnings.length > 0) throw new Error(`service worker: ${warnings.join('; ')}`);
  const expected = (await filesOf(dir)).filter((file) => !NOT_KEPT.includes(file));
  if (count !== expected.length) throw new Error(`service worker keeps ${count} of ${expected.length} files`);
  return { count, size };
}

/** Fails when the text to be replaced is not there, so that a changed tool is noticed at build time. */
function replace(text, from, to) {
  if (!text.includes(from)) throw new Error(`expected ${JSON.stringify(from)} in the build`);
  return text.replaceAll(from, to);
}

function one(files, pattern) {
  const found = files.filter((file) => pattern.test(file));
  if (found.length !== 1) throw new Error(`expected one file like ${pattern}, found: ${found.join(', ') || 'none'}`);
  return found[0];
}

async function finish(dir) {
  const files = await filesOf(dir);
  const app = one(files, /^lasku-[0-9a-f]{8,16}\.js$/);
  const wasm = one(files, /^lasku-[0-9a-f]{8,16}_bg\.wasm$/);

  const workerWasm = await readFile(join(dir, 'worker_bg.wasm'));
  const workerGlue = await readFile(join(dir, 'worker.js'));
  const workerName = `worker-${digest(Buffer.concat([workerWasm, workerGlue]), 'sha256', 'hex').slice(0, 16)}`;
  const glue = replace(workerGlue.toString(), 'worker_bg.wasm', `${workerName}_bg.wasm`);
  const loader = replace(await readFile(join(dir, 'worker_loader.js'), 'utf8'), './worker.js', `./${workerName}.js`);
  await rename(join(dir, 'worker_bg.wasm'), join(dir, `${workerName}_bg.wasm`));
  await writeFile(join(dir, `${workerName}.js`), glue);
  await writeFile(join(dir, `${workerName}_loader.js`), loader);

  let boot = await readFile(join(dir, 'boot.js'), 'utf8');
  boot = replace(boot, "'./lasku.js'", `'./${app}'`);
  boot = replace(boot, "'./lasku_bg.wasm'", `'./${wasm}'`);
  const bootName = `boot-${digest(boot, 'sha256', 'hex').slice(0, 16)}.js`;
  await writeFile(join(dir, bootName), boot);

  const root = (await readFile(join(dir, 'root.js'), 'utf8')).replace(/^\s*\/\/.*\n/gm, '');
  for (const file of ['worker.js', 'worker_loader.js', 'boot.js', 'root.js']) await rm(join(dir, file));

  let page = (await readFile(join(dir, 'index.html'), 'utf8')).replace(/\s*<!--(?!\[).*?-->/gs, '');
  // Trunk leaves its own instruction in the page when it does not add a loader.
  page = page.replace(/\s*<link data-trunk[^>]*>/g, '');
  page = replace(page, 'href="lasku.js"', `href="${app}"`);
  page = replace(page, 'href="lasku_bg.wasm"', `href="${wasm}"`);
  page = replace(page, 'src="boot.js"', `src="${bootName}"`);
  page = replace(page, 'content="worker_loader.js"', `content="${workerName}_loader.js"`);
  const icon = (await readFile(join(dir, 'icons/lasku.svg'), 'utf8')).replace(/\s*\n\s*/g, '');
  page = replace(page, 'href="icons/lasku.svg"', `href="data:image/svg+xml,${encodeURIComponent(icon)}"`);
  page = replace(page, '<script src="root.js"></script>', `<script>${root}</script>`);
  page = replace(page, 'sha256-ROOT-SCRIPT', `sha256-${digest(root, 'sha256', 'base64')}`);
  if (/(?:src|href)="(?:https?:)?\/\//.test(page)) throw new Error('the page names another origin');
  await writeFile(join(dir, 'index.html'), page);
  await copyFile(join(dir, 'index.html'), join(dir, '404.html'));

  const { count, size } = await writeServiceWorker(dir);
  console.log(`dist: ${count} files for offline use, ${(size / MIB).toFixed(2)} MiB`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await finish(process.env.TRUNK_STAGING_DIR);
