// The folder that is measured: the built app, the floor page, and a page with the engine and the store in wasm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const HERE = join(PROJECT, 'tests/bench');
const BUILT = join(PROJECT, 'target/bench-page');
const TARGET = 'wasm32-unknown-unknown';

const PAGE = `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Bench</title>
<script type="module">
  import init, * as bench from './bench.js';
  await init();
  window.bench = bench;
</script>
</html>
`;

/** Runs a tool from the project's folder and answers what it printed. */
export function run(command, words, { quiet = false } = {}) {
  const { status, stdout, error } = spawnSync(command, words, {
    cwd: PROJECT, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', quiet ? 'pipe' : 'inherit'],
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${status}`);
  return stdout;
}

async function state() {
  const hash = createHash('sha256');
  for (const name of ['src', 'tests/bench', 'locales', 'Cargo.toml', 'Cargo.lock', 'build.rs']) {
    const path = join(PROJECT, name);
    const files = (await stat(path)).isDirectory()
      ? (await readdir(path, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile() && !/\.(mjs|js|html)$/.test(entry.name))
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort()
      : [path];
    for (const file of files) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex');
}

/** Builds the measured page, unless it was built from these very sources. */
async function build() {
  const now = await state();
  const stamp = join(BUILT, 'stamp');
  const before = await readFile(stamp, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (before === now) return;
  console.log('Building the measured page …');
  run('cargo', ['build', '--locked', '--release', '--no-default-features', '--features', 'bench', '--target', TARGET, '--bin', 'bench']);
  await mkdir(BUILT, { recursive: true });
  run('wasm-bindgen', ['--target', 'web', '--no-typescript', '--out-dir', BUILT, `target/${TARGET}/release/bench.wasm`]);
  const wasm = join(BUILT, 'bench_bg.wasm');
  run('wasm-opt', ['-Oz', wasm, '-o', wasm]);
  await writeFile(join(BUILT, 'index.html'), PAGE);
  await writeFile(stamp, now);
}

/** A temporary folder with everything under one origin; with the measured page where something asks it. */
export async function makeSite({ withPage = true } = {}) {
  if (withPage) await build();
  const folder = await mkdtemp(join(tmpdir(), 'lasku-bench-'));
  await cp(join(PROJECT, 'dist'), folder, { recursive: true });
  if (withPage) await cp(BUILT, join(folder, 'bench'), { recursive: true });
  await cp(join(HERE, 'floor'), join(folder, 'floor'), { recursive: true });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
