// Prints the figures of the app: `make bench`. A program, not a test; nothing fails when a figure is poor.
//
//   node tests/bench/run.mjs [download] [floor] [start] [engine] [statistics] [document] [bill] [file] [search] [task]
//
// Without words everything is measured. Goals are ratios, because absolute figures drift with the machine: what is compared is
// measured in the same run, in turns. Before and after each figure a fixed loop is timed; where the two differ, so did the machine.
import { readdir, readFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { serve } from '../../.tools/serve.mjs';
import { askWorker, rawPuts } from './page.mjs';
import { makeSite, PROJECT, run } from './site.mjs';
import { Table } from './table.mjs';
import { installed, makeProfile, measured, memory, usable, visit } from './visit.mjs';

const ACCOUNTS = 7_000;
const ARCHIVES = [1_000, 10_000, 100_000];
const BILLED = 5_174;
const ROUNDS = Number(process.env.LASKU_BENCH_ROUNDS ?? 5);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const percentile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
const mib = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
// The browser tells of tasks from 50 ms on.
const atLeast50 = (value) => (value === 0 ? 'below 50 ms' : ms(value));
const packed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const count = (value) => Math.round(value).toLocaleString('en-GB');

const asked = process.argv.slice(2);
const wants = (part) => (asked.length === 0 ? part !== 'floor' : asked.includes(part));

const table = new Table();
// These ask only the app itself; the others need the measured page, too.
const site = await makeSite({ withPage: asked.length === 0 || asked.some((part) => !['download', 'floor'].includes(part)) });
const server = await serve(site.folder);
const app = server.url;
const bench = `${app}bench/`;
const profiles = [];
const profile = async () => {
  const made = await makeProfile();
  profiles.push(made);
  return made;
};

/** A profile whose book has so many settled invoices. */
async function archived(documents, inEveryForm = false) {
  const made = await profile();
  const figures = await visit(made, bench, async (page) => {
    await measured(page);
    return page.evaluate(async (words) => JSON.parse(await window.bench.archive(...words)), [documents, ACCOUNTS, inEveryForm]);
  });
  console.log(`archive of ${count(figures.documents)} invoices written in ${ms(figures.ms)}`);
  return made;
}

/** The archives, made when first needed. */
const archives = new Map();
async function archive(documents) {
  if (!archives.has(documents)) archives.set(documents, await archived(documents));
  return archives.get(documents);
}

async function download() {
  const fresh = await profile();
  const files = await visit(fresh, app, async (page, loaded) => {
    await usable(page);
    await page.waitForTimeout(1_500);
    // By the page's own clock: answers are heard here later than they come.
    const later = await page.evaluate(() => performance.getEntriesByType('resource')
      .filter((entry) => entry.startTime >= window.usableAt).map((entry) => entry.name));
    return Promise.all(loaded.map(async (response) => {
      const isFirst = !later.includes(response.url());
      const body = await response.body();
        const path = response.url().slice(app.length) || 'index.html';
      return { path: isFirst ? path : `${path} (after the first screen)`, bytes: body.length, packed: packed(body), isFirst };
    }));
  });
  const sum = files.filter((file) => file.isFirst).reduce((all, file) => all + file.packed, 0);
  table.row('first load, brotli', kib(sum), { must: '417 KiB', aim: '277 KiB' });
  for (const file of files.toSorted((a, b) => b.packed - a.packed)) table.detail(`${file.path}`, `${kib(file.packed)} of ${kib(file.bytes)}`);
}

/** The empty book alone; `start` has it, too. */
const floor = () => start([]);

/**
 * A first visit finds nothing on the device and makes a new book; an installed app has its service worker in control, as on every
 * later day. Each is compared with the floor page met the same way.
 */
async function start(sizes = ARCHIVES) {
  const least = `${app}floor/`;
  const variants = [
    { name: 'first visit, floor page', url: least },
    { name: 'first visit, empty book', url: app },
    { name: 'installed, floor page', url: least, book: await profile() },
    { name: 'installed, empty book', url: app, book: await profile() },
  ];
  for (const size of sizes) {
    variants.push({ name: `installed, ${count(size)} invoices, ${count(ACCOUNTS)} accounts`, url: app, book: await archive(size) });
  }
  for (const variant of variants) {
    variant.took = [];
    if (!variant.book) continue;
    variant.profile = await installed(variant.book, variant.url);
    profiles.push(variant.profile);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const variant of variants) {
      variant.took.push(await visit(variant.profile ?? await profile(), variant.url, async (page) => {
        const took = await usable(page);
        if (round === 0 && variant.profile) variant.memory = await memory(page, variant.profile);
        return took;
      }, { worker: true }));
    }
  }
  for (const variant of variants) variant.median = median(variant.took);
  const [firstLeast, first, installedLeast, empty, ...full] = variants;
  for (const [floorPage, book] of [[firstLeast, first], [installedLeast, empty]]) {
    table.row(`cold start, ${floorPage.name}`, ms(floorPage.median), { note: `median of ${ROUNDS}` });
    table.row(`cold start, ${book.name}`, ms(book.median), { ratio: book.median / floorPage.median, against: 'floor', must: '2 ×', aim: '1.5 ×' });
  }
  for (const variant of full) {
    table.row(`cold start, ${variant.name}`, ms(variant.median), { ratio: variant.median / empty.median, against: 'empty', must: '1.5 ×', aim: '1.15 ×' });
  }
  const total = ({ heap, wasm }) => heap + wasm;
  const parts = ({ heap, wasm, resident }) => `heap ${mib(heap)}, wasm ${mib(wasm)}, renderer ${mib(resident)}`;
  table.row('memory after start, installed, empty book', mib(total(empty.memory)), { note: parts(empty.memory) });
  for (const variant of full) {
    table.row(`memory after start, ${variant.name}`, mib(total(variant.memory)), {
      ratio: total(variant.memory) / total(empty.memory), against: 'empty', must: '1.5 ×', aim: '1.2 ×', note: parts(variant.memory),
    });
  }
}

/** Statistics of 100,000 customers: native, in wasm, and by lifelines where Python has it. */
async function statistics() {
  const customers = 100_000;
  const printed = run('cargo', ['bench', '--locked', '--bench', 'insight', '--', String(customers)], { quiet: true });
  const native = printed.match(/^\s*\d+\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s*$/m)?.slice(1).map(Number);
  if (!native) throw new Error(`the native statistics printed no figures: ${printed.slice(0, 200)}`);
  const made = await profile();
  const wasm = await visit(made, bench, async (page) => {
    await measured(page);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const figures = await page.evaluate(async (size) => JSON.parse(await window.bench.statistics(size)), customers);
      rounds.push([figures.survival_ms, figures.log_rank_ms, figures.cox_ms, figures.practices_ms]);
    }
    return [0, 1, 2, 3].map((which) => Math.min(...rounds.map((round) => round[which])));
  });
  const python = spawnSync('python3', [join(PROJECT, 'tests/bench/peer.py'), String(customers)], { encoding: 'utf8' });
  const peer = python.status === 0 ? python.stdout.trim().split(' ').map(Number) : null;
  for (const [place, name] of ['survival curves of 4 groups', 'log-rank test', 'Cox, 4 covariates', 'six practices compared'].entries()) {
    const theirs = peer ? `lifelines ${ms(peer[place])}` : 'lifelines is not here';
    const note = place < 3 ? theirs : 'curves, tests, Cox, strata, weights';
    table.row(`${name}, ${count(customers)} customers, native`, ms(native[place]), { note });
    table.row(`${name}, ${count(customers)} customers, wasm`, ms(wasm[place]), { ratio: wasm[place] / native[place], against: 'native' });
  }
}

/** Documents natively, each by itself in every form, and a month's invoices in one file; and those in the app's own worker. */
async function documents() {
  const printed = run('cargo', ['bench', '--locked', '--bench', 'document', '--', String(BILLED)], { quiet: true });
  const each = [...printed.matchAll(/^(\w+)\s+(\d+) documents\/s\s+(\d+) bytes in the middle\s+(\d+) refused(?:\s+(\d+)\/s)?/gm)];
  if (each.length === 0) throw new Error(`documents printed no figures: ${printed.slice(0, 200)}`);
  for (const [, form, made, bytes, refused, read] of each) {
    const again = read === undefined ? '' : `, read again ${count(Number(read))} / s`;
    table.row(`${form}, native`, `${count(Number(made))} / s`, { note: `${kib(Number(bytes))} in the middle, ${refused} refused${again}` });
  }
  for (const [, what, note] of printed.matchAll(/^(\w+ of \w+): (.+)$/gm)) {
    table.row(`${what}, native`, note);
  }
  const files = await readdir(site.folder);
  const program = await readFile(join(site.folder, files.find((file) => /^press-\w+_bg\.wasm$/.test(file))));
  table.row('program of the documents’ worker, brotli', kib(packed(program)), { note: `${mib(program.length)}, loaded when first needed` });
  await visit(await archived(BILLED, true), bench, async (page) => {
    await measured(page);
    await page.evaluate(() => window.bench.summaries());
    const asked = async (request) => {
      const { failed, reply, ...figures } = await page.evaluate(askWorker, ['lasku-press', JSON.parse(request)]);
      if (failed) throw new Error(failed);
      return { ...figures, refused: Object.values(reply)[0].misfits?.length };
    };
    const made = async (...words) => asked(await page.evaluate((all) => window.bench.many(...all), words));
    const first = await asked(await page.evaluate(() => window.bench.one()));
    table.row('one PDF, the first after the start, wasm', ms(first.start + first.ms), { must: '1,000 ms', note: `${ms(first.start)} of it to start the worker; ${kib(first.bytes)}` });
    for (const [form, inZip] of [['Pdf', false], ['Pdf', true], ['FacturX', true], ['Peppol', true], ['Cii', true], ['XRechnungUbl', true], ['Finvoice', true]]) {
      const figures = await made(BILLED, form, inZip);
      const name = `${count(BILLED)} × ${form} in ${inZip ? 'a ZIP' : 'one file'}, wasm`;
      table.row(name, `${count(BILLED / figures.ms * 1_000)} / s`, { note: `${ms(figures.ms)}, ${mib(figures.bytes)}, ${count(figures.refused)} refused` });
    }
  });
}

async function engine() {
  const printed = run('cargo', ['bench', '--locked', '--bench', 'engine'], { quiet: true });
  const native = new Map([...printed.matchAll(/^\s*(\d+)\s+([\d.]+)\s+([\d.]+)\s+(\d+)\s+(\d+)\s*$/gm)].map((row) => [Number(row[1]), { rate: Number(row[4]), busy: Number(row[5]) }]));
  if (native.size === 0) throw new Error(`the native engine printed no figures: ${printed.slice(0, 200)}`);
  for (const [invoices, { rate, busy }] of native) {
    table.row(`engine, native, ${count(invoices)} invoices`, `${count(rate)} / s`, {
      must: '100,000 / s', aim: '500,000 / s', note: `best of 3; ${count(busy)} / s of processor time`,
    });
  }
  const fresh = await profile();
  await visit(fresh, bench, async (page) => {
    await measured(page);
    for (const customers of [1_000, 10_000]) {
      const took = [];
      for (let round = 0; round < 3; round += 1) {
        const figures = await page.evaluate(async (size) => JSON.parse(await window.bench.engine(size)), customers);
        took.push(figures.preview_ms + figures.issue_ms);
      }
      const rate = customers / median(took) * 1_000;
      table.row(`engine, wasm, ${count(customers)} invoices`, `${count(rate)} / s`, {
        ratio: rate / native.get(customers).rate, against: 'native', must: '0.3 ×', aim: '0.5 ×',
      });
    }
  });
}

async function bill() {
  const rounds = [];
  for (let round = 0; round < Math.min(ROUNDS, 3); round += 1) {
    const fresh = await profile();
    rounds.push(await visit(fresh, bench, async (page) => {
      await measured(page);
      const ours = await page.evaluate(async (size) => {
        await window.bench.business(size);
        await new Promise((resolve) => { setTimeout(resolve, 300); });
        const begun = performance.now();
        const [text, documents] = await window.bench.bill();
        const ended = performance.now();
        window.documents = documents;
        await new Promise((resolve) => { setTimeout(resolve, 300); });
        const { not_counted: notCounted, ...figures } = JSON.parse(text);
        // The first task began just before it asked; a task is left out only where it lies wholly in the measuring's own work.
        const counted = window.longTaskTimes.filter(([at, took]) => at + took > begun && at <= ended
          && !notCounted.some(([from, to]) => at >= from - 1 && at + took <= to + 1));
        return { ...figures, longest: Math.max(0, ...counted.map(([, took]) => took)) };
      }, BILLED);
      const raw = await page.evaluate(rawPuts);
      return { ...ours, raw };
    }));
  }
  const of = (pick) => median(rounds.map(pick));
  const [first] = rounds;
  table.row(`bill and store ${count(first.invoices)} invoices`, ms(of((round) => round.ms)), {
    ratio: of((round) => round.ms / round.raw.bytes), against: 'raw puts', must: '1 ×', aim: '0.2 ×',
    note: `${mib(first.bytes)} of documents; deciding ${ms(of((round) => round.preview_ms + round.engine_ms))}, strict, batches of 250`,
  });
  table.row('raw IndexedDB puts of the same bytes', ms(of((round) => round.raw.bytes)), { note: 'one record each, as bytes, one strict transaction' });
  table.row('raw IndexedDB puts of the same as objects', ms(of((round) => round.raw.objects)), {
    ratio: of((round) => round.ms / round.raw.objects), against: 'ours to these',
  });
  table.row('longest task of engine and store while billing', atLeast50(of((round) => round.longest)), {
    must: '100 ms', aim: '50 ms', note: `preview of all accounts ${ms(of((round) => round.preview_ms))}, longest batch ${ms(of((round) => round.longest_batch_ms))}`,
  });
}

async function file() {
  const full = await archive(ARCHIVES.at(-1));
  await visit(full, bench, async (page) => {
    await measured(page);
    const saved = await page.evaluate(askWorker, ['lasku-worker', { Save: { exported_at: '2026-11-01T00:00:00Z' } }]);
    if (saved.failed) return table.row('export', saved.failed);
    const json = await page.evaluate(async () => {
      let text = await window.file.text();
      let begun = performance.now();
      const value = JSON.parse(text);
      const parse = performance.now() - begun;
      text = '';
      begun = performance.now();
      text = JSON.stringify(value);
      return { parse, stringify: performance.now() - begun, length: text.length };
    });
    const speed = (took) => `${(saved.bytes / 1e6 / (took / 1e3)).toFixed(0)} MB/s`;
    table.row(`export, ${(saved.bytes / 1e6).toFixed(0)} MB`, speed(saved.ms), {
      ratio: saved.ms / json.stringify, against: 'JSON.stringify', must: '4 ×', aim: '1.5 ×', note: `stringify ${speed(json.stringify)}`,
    });
    const opened = await page.evaluate(askWorker, ['lasku-worker', {
      Open: { mode: 'replace', opener: { author: { id: '00000000-0000-0000-0000-000000000000', name: 'Bench' }, at: '2026-11-01T00:00:00Z', given: [] } },
    }]);
    if (opened.failed) return table.row('import', opened.failed);
    table.row('import, checked and written', speed(opened.ms), {
      ratio: opened.ms / json.parse, against: 'JSON.parse', must: '4 ×', aim: '1.5 ×', note: `parse ${speed(json.parse)}`,
    });
    return null;
  });
}

async function search() {
  const typed = ['2026-05123', '2026-00042', '76.20', '1 018,25', 'rf2026-0712', 'nothing'];
  for (const size of ARCHIVES) {
    await visit(await archive(size), bench, async (page) => {
      await measured(page);
      const found = await page.evaluate(async (texts) => {
        const opened = JSON.parse(await window.bench.book_open());
        const rows = JSON.parse(await window.bench.summaries());
        const took = [];
        for (let round = 0; round < 3; round += 1) {
          for (const text of texts) took.push(...JSON.parse(window.bench.search(text)).ms);
        }
        return { opened, rows, took };
      }, typed);
      table.row(`search of ${count(found.rows.documents)} invoices, a keystroke, p95`, ms(percentile(found.took, 0.95)), {
        must: '50 ms', aim: '16 ms', note: `median ${ms(median(found.took))}; rows read once in ${ms(found.rows.ms)}, working set in ${ms(found.opened.ms)}`,
      });
    });
  }
}

/** Presses "Issue" in the app itself. */
async function task() {
  const fresh = await profile();
  await visit(fresh, bench, async (page) => {
    await measured(page);
    await page.evaluate((accounts) => window.bench.archive(0, accounts, false), BILLED);
  });
  await visit(fresh, `${app}index.html`, async (page) => {
    await usable(page);
    await page.evaluate(() => document.querySelector('a[href$="billing-run"]').click());
    const issue = page.getByRole('button', { name: /^Issue [\d,]+ documents$/ });
    await issue.first().waitFor({ timeout: 60_000 });
    const looking = await page.evaluate(() => Math.max(0, ...window.longTasks.splice(0)));
    await issue.first().click();
    await page.evaluate(() => { window.longTasks.length = 0; });
    const begun = Date.now();
    await page.getByRole('dialog').getByRole('button', { name: /^Issue / }).click();
    await page.getByText('Back to the run').first().waitFor({ timeout: 300_000 });
    const took = Date.now() - begun;
    await page.waitForTimeout(500);
    const tasks = await page.evaluate(() => window.longTasks);
    table.row('longest task in the app while issuing', atLeast50(Math.max(0, ...tasks)), {
      must: '100 ms', aim: '50 ms', note: `${count(BILLED)} invoices issued in ${ms(took)}; ${tasks.length} tasks over 50 ms; before the preview stood ${ms(looking)}`,
    });
  }, { today: '2026-01-01T12:00:00Z' });
}

const parts = { download, floor, start, engine, statistics, document: documents, bill, file, search, task };
try {
  const unknown = asked.filter((part) => !(part in parts));
  if (unknown.length > 0) throw new Error(`no such figure: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  const { version } = JSON.parse(await readFile(join(PROJECT, 'node_modules/playwright-core/package.json'), 'utf8'));
  console.log(`node ${process.version}, playwright ${version}`);
  for (const [name, part] of Object.entries(parts)) {
    if (!wants(name)) continue;
    await table.measure(name, () => part());
  }
  table.print();
} finally {
  await server.close();
  await site.remove();
  for (const each of profiles) await each.remove();
}
