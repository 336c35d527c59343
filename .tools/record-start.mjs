// Finds out which functions of the program run until the first screen stands, of a new book and of a full one: it starts a
// finished folder in a browser, with the instrumented program in it, and asks.
import { access, readFile } from 'node:fs/promises';
import { serve } from './serve.mjs';

const CHROMIUM = process.env.LASKU_CHROMIUM ?? '/usr/bin/chromium';

/** Stands in for `public/rest.js`: nothing is missing, and the program can be asked. As in earnest, the rest takes a while. */
export const RECORDING_REST = `
const given = (imports) => imports;
const begun = ({ exports }) => { window.recorded = exports; };
const program = (url) => WebAssembly.compileStreaming(fetch(url));
const nothing = async () => {};
const later = () => new Promise((resolve) => { setTimeout(resolve, 500); });
export { program, nothing as needRest, later as bringRest };
`;

// What differs at the start from one person to the next.
const VISITS = [
  { locale: 'en-GB', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { locale: 'fi-FI', colorScheme: 'dark', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  // Without a service worker, as in some private windows, and on a slow device: then there is time to see the screen before.
  { locale: 'en-US', timezoneId: 'America/New_York', serviceWorkers: 'block', slow: 8 },
];

export async function hasBrowser() {
  return access(CHROMIUM).then(() => true, () => false);
}

/** The numbers of the functions that ran. */
export async function recordStart(folder) {
  const { chromium } = await import('playwright-core');
  const server = await serve(folder, { mount: '/sub/' });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  const used = new Set();
  try {
    for (const { slow = 1, ...settings } of VISITS) {
      const context = await browser.newContext(settings);
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: slow });
      // The first visit founds the book, the second opens it, further ones open it full. What fills it is not of the start.
      for (const act of [stand, linger, fill, linger, multiply, stand]) {
        await page.goto(server.url);
        await act(page);
        if (act === fill || act === multiply) continue;
        for (const at of await page.evaluate(ran)) used.add(at);
      }
      await context.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return used;
}

/** Until the screen stands and the page has nothing more to do: fonts, the notice of the service worker. */
async function stand(page) {
  await page.waitForSelector('html[data-opened]', { state: 'attached', timeout: 60_000 });
  await page.getByRole('heading', { level: 1 }).first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2_000);
}

/** What a hand on its way does before the first press. */
async function linger(page) {
  await stand(page);
  await page.mouse.move(200, 200);
  await page.mouse.move(600, 300, { steps: 10 });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.evaluate(() => { window.dispatchEvent(new Event('resize')); window.dispatchEvent(new Event('blur')); window.dispatchEvent(new Event('focus')); });
  await page.waitForTimeout(300);
}

/** Lets the page write its own sample into the book. */
async function fill(page) {
  await stand(page);
  const language = await page.evaluate(() => document.documentElement.lang);
  const words = JSON.parse(await readFile(new URL(`../locales/${language}/today.json`, import.meta.url), 'utf8'));
  await page.getByRole('button', { name: words.first.sample }).click();
  await page.getByRole('button', { name: words.sample.remove }).waitFor({ timeout: 120_000 });
  await page.waitForTimeout(1_000);
}

/** Copies the working set many times: a large book is read by functions that a small one does without. */
async function multiply(page) {
  await stand(page);
  await page.evaluate(async (copies) => {
    const asked = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const [{ name }] = (await indexedDB.databases()).filter((each) => each.name.startsWith('lasku'));
    const database = await asked(indexedDB.open(name));
    const records = database.transaction('records', 'readwrite').objectStore('records');
    const text = new TextDecoder();
    // See src/store/packed/pack.rs: shelf and number, then each record's id, ordinal, length and JSON. Every id of a copy is
    // changed in its first half, where it stands as bytes and where the JSON names it.
    const copied = (pack, number, copy) => {
      const mark = copy.toString(16).padStart(8, '0');
      const parts = [pack.slice(0, 1), new Uint8Array(new BigUint64Array([BigInt(number)]).buffer)];
      for (let at = 9; at < pack.length;) {
        const length = new DataView(pack.buffer, pack.byteOffset).getUint32(at + 24, true);
        const id = pack.slice(at, at + 16);
        new DataView(id.buffer).setUint32(0, copy);
        const json = new TextEncoder().encode(text.decode(pack.subarray(at + 28, at + 28 + length))
          .replace(/"[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")/g, `"${mark}$1`));
        parts.push(id, pack.slice(at + 16, at + 24), new Uint8Array(new Uint32Array([json.length]).buffer), json);
        at += 28 + length;
      }
      return new Uint8Array(parts.flatMap((part) => [...part]));
    };
    const shelves = /^\d+\/work\/(accounts|contracts|charges|open-receivables|left-payments|left-credit-notes)\//;
    const keys = (await asked(records.getAllKeys())).filter((key) => shelves.test(key));
    for (const key of keys) {
      const pack = await asked(records.get(key));
      const [, place, number] = key.match(/^(.*\/)(\d+)$/);
      for (let copy = 1; copy <= copies; copy += 1) {
        const other = Number(number) + copy * 100;
        records.put(copied(pack, other, copy), place + String(other).padStart(10, '0'));
      }
    }
    await asked(records.count());
    database.close();
  }, 200);
}

function ran() {
  return Object.entries(window.recorded)
    .filter(([field, one]) => field.startsWith('used:') && one.value !== 0)
    .map(([field]) => Number(field.slice('used:'.length)));
}
