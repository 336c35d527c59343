// Trunk's post_build hook: makes the built files ready to be put on any static host.
//
// - the program is split in two: what the first screen needs, and the rest, which is loaded after it,
// - its files, the worker's and the starter get names that change with their content,
// - the page gets those names, the script that finds the app's root, and that script's hash in its policy,
// - 404.html, so that deep links work on hosts that know no fallback,
// - the service worker, which keeps exactly these files, each checked by its hash.
import { createHash } from 'node:crypto';
import { copyFile, cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateSW } from 'workbox-build';
import { hasBrowser, RECORDING_REST, recordStart } from './record-start.mjs';
import { instrument, split } from './split-wasm.mjs';
import { readModule } from './wasm-binary.mjs';

const MIB = 1024 * 1024;
/** Files of the folder that the service worker does not keep: itself, and the page's copy for hosts. */
export const NOT_KEPT = ['lasku-sw.js', '404.html'];
/** Programs that the page starts beside itself. */
const WORKERS = ['worker', 'press'];
// Trunk writes its hash without leading zeros.
const HASHED = /-[0-9a-f]{8,16}(_bg|_rest|_loader)?\.(js|wasm|css)$/;

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

/** The functions that run until the first screen stands; all of them where no browser can tell. */
async function usedAtStart(dir, program) {
  const all = () => new Set(readModule(program).functions.keys());
  if (process.env.TRUNK_PROFILE !== 'release') return all();
  if (!await hasBrowser()) {
    console.warn('dist: no Chromium found (LASKU_CHROMIUM names one), so the program stays in one piece: the first load is three times as large');
    return all();
  }
  const copy = await mkdtemp(join(tmpdir(), 'lasku-record-'));
  try {
    await cp(dir, copy, { recursive: true });
    await assemble(copy, { first: instrument(program), rest: Buffer.from(''), restScript: RECORDING_REST });
    return await recordStart(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

const hash = (...parts) => digest(Buffer.concat(parts.map((part) => Buffer.from(part))), 'sha256', 'hex').slice(0, 16);

async function finish(dir) {
  const program = await readFile(join(dir, one(await filesOf(dir), /^lasku-[0-9a-f]{8,16}_bg\.wasm$/)));
  const used = await usedAtStart(dir, program);
  const halves = split(program, used);
  const restScript = await readFile(join(dir, 'rest.js'), 'utf8');
  const { count, size } = await assemble(dir, { ...halves, restScript });
  console.log(`dist: ${halves.kept} functions in the first half, ${halves.left} in the rest, with ${(halves.leftData / 1024).toFixed(0)} KiB of data`);
  console.log(`dist: ${count} files for offline use, ${(size / MIB).toFixed(2)} MiB`);
}

/** Gives a worker's files names that change with their content; answers with the name of its loader. */
async function nameWorker(dir, worker) {
  const wasm = await readFile(join(dir, `${worker}_bg.wasm`));
  const built = await readFile(join(dir, `${worker}.js`));
  const name = `${worker}-${hash(wasm, built)}`;
  const glue = replace(built.toString(), `${worker}_bg.wasm`, `${name}_bg.wasm`);
  const loader = replace(await readFile(join(dir, `${worker}_loader.js`), 'utf8'), `./${worker}.js`, `./${name}.js`);
  await rename(join(dir, `${worker}_bg.wasm`), join(dir, `${name}_bg.wasm`));
  await writeFile(join(dir, `${name}.js`), glue);
  await writeFile(join(dir, `${name}_loader.js`), loader);
  for (const file of [`${worker}.js`, `${worker}_loader.js`]) await rm(join(dir, file));
  return `${name}_loader.js`;
}

/** Writes the two halves of the program, and turns what Trunk built into the folder that is published. */
async function assemble(dir, { first, rest, restScript }) {
  const files = await filesOf(dir);
  const builtGlue = one(files, /^lasku-[0-9a-f]{8,16}\.js$/);
  const builtWasm = one(files, /^lasku-[0-9a-f]{8,16}_bg\.wasm$/);
  const restName = `lasku-${hash(rest)}_rest.wasm`;
  let script = await readFile(join(dir, builtGlue), 'utf8');
  script = replace(script, 'const imports = __wbg_get_imports();', 'const imports = given(__wbg_get_imports());');
  script = replace(script, '__wbg_load(await module_or_path, imports);', '__wbg_load(await module_or_path, imports);\n    await begun(instance);');
  script = (restScript.includes('lasku_rest.wasm') ? replace(restScript, 'lasku_rest.wasm', restName) : restScript) + script;
  const appName = `lasku-${hash(script, first)}`;
  const [app, wasm] = [`${appName}.js`, `${appName}_bg.wasm`];
  for (const file of [builtGlue, builtWasm]) await rm(join(dir, file));
  await writeFile(join(dir, app), script);
  await writeFile(join(dir, wasm), first);
  await writeFile(join(dir, restName), rest);

  const loaders = {};
  for (const worker of WORKERS) loaders[worker] = await nameWorker(dir, worker);

  let boot = await readFile(join(dir, 'boot.js'), 'utf8');
  boot = replace(boot, "'./lasku.js'", `'./${app}'`);
  boot = replace(boot, "'./lasku_bg.wasm'", `'./${wasm}'`);
  const bootName = `boot-${hash(boot)}.js`;
  await writeFile(join(dir, bootName), boot);

  const root = (await readFile(join(dir, 'root.js'), 'utf8')).replace(/^\s*\/\/.*\n/gm, '');
  for (const file of ['boot.js', 'rest.js', 'root.js']) await rm(join(dir, file));

  let page = (await readFile(join(dir, 'index.html'), 'utf8')).replace(/\s*<!--(?!\[).*?-->/gs, '');
  // Trunk leaves its own instruction in the page when it does not add a loader.
  page = page.replace(/\s*<link data-trunk[^>]*>/g, '');
  page = replace(page, 'href="lasku.js"', `href="${app}"`);
  page = replace(page, 'href="lasku_bg.wasm"', `href="${wasm}"`);
  page = replace(page, 'src="boot.js"', `src="${bootName}"`);
  for (const worker of WORKERS) page = replace(page, `content="${worker}_loader.js"`, `content="${loaders[worker]}"`);
  const icon = (await readFile(join(dir, 'icons/lasku.svg'), 'utf8')).replace(/\s*\n\s*/g, '');
  page = replace(page, 'href="icons/lasku.svg"', `href="data:image/svg+xml,${encodeURIComponent(icon)}"`);
  page = replace(page, '<script src="root.js"></script>', `<script>${root}</script>`);
  page = replace(page, 'sha256-ROOT-SCRIPT', `sha256-${digest(root, 'sha256', 'base64')}`);
  if (/(?:src|href)="(?:https?:)?\/\//.test(page)) throw new Error('the page names another origin');
  await writeFile(join(dir, 'index.html'), page);
  await copyFile(join(dir, 'index.html'), join(dir, '404.html'));

  return writeServiceWorker(dir);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await finish(process.env.TRUNK_STAGING_DIR);
