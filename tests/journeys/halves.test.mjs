// The program comes in two halves: the first screen of a new book needs one, and nobody notices when the other comes.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModule, writeModule } from '../../.tools/wasm-binary.mjs';
import { assert, DIST, journey, ready } from './support/journey.mjs';
import { addAccount } from './screens/account.mjs';

const REST = /_rest\.wasm$/;

/** Holds the rest back where it is loaded ahead of its need; what asks for it at once gets it. */
async function holdBack(page) {
  const asked = [];
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(REST, async (route) => {
    const kind = route.request().resourceType();
    asked.push(kind);
    if (kind === 'fetch') await held;
    await route.continue();
  });
  return { asked, release };
}

for (const [locale, size, scheme] of [['en-GB', 'desktop', 'light'], ['fi-FI', 'phone', 'dark']]) {
  journey(`the first screen of a new book stands without the rest of the program, ${locale}`, { locale, size, scheme }, async ({ page, open }) => {
    const { asked, release } = await holdBack(page);
    await open();
    await page.locator('html[data-opened]').waitFor({ state: 'attached' });
    assert.deepEqual(asked.filter((kind) => kind !== 'fetch'), [], 'the first screen waited for the rest: its functions were not recorded');
    release();
  });
}

/** The first half with rubbish wherever the rest writes data: reading any of it shows. */
async function spoiled() {
  const files = await readdir(DIST);
  const read = async (kind) => readModule(await readFile(join(DIST, files.find((file) => kind.test(file)))));
  const [first, rest] = [await read(/^lasku-[0-9a-f]+_bg\.wasm$/), await read(REST)];
  const later = rest.data.map(({ offset, bytes }) => ({ offset, bytes: Buffer.alloc(bytes.length, '¿') }));
  return { bytes: writeModule({ ...first, data: [...first.data, ...later] }), count: later.reduce((sum, { bytes }) => sum + bytes.length, 0) };
}

for (const [locale, size, scheme] of [['en-GB', 'desktop', 'light'], ['fi-FI', 'phone', 'dark'], ['en-US', 'desktop', 'dark'], ['sv-SE', 'phone', 'light']]) {
  journey(`the first screen needs none of the data that come later, ${locale}`, { locale, size, scheme }, async ({ page, context, open }) => {
    const shown = (one) => one.evaluate(() => document.documentElement.outerHTML.replace(/ data-whole=""/, ''));
    const { bytes, count } = await spoiled();
    assert.ok(count > 0, 'all data come first');
    const { release } = await holdBack(page);
    await page.route(/\/lasku-[0-9a-f]+_bg\.wasm$/, (route) => route.fulfill({ body: bytes, contentType: 'application/wasm' }));
    await open();
    await page.locator('html[data-opened]').waitFor({ state: 'attached' });
    await page.mouse.move(200, 300, { steps: 5 });
    await page.keyboard.press('Tab');
    const without = await shown(page);
    const plain = await context.newPage();
    await open('', plain);
    await plain.locator('html[data-whole]').waitFor({ state: 'attached' });
    await plain.mouse.move(200, 300, { steps: 5 });
    await plain.keyboard.press('Tab');
    const whole = await shown(plain);
    const at = Array.from(whole).findIndex((letter, place) => without[place] !== letter);
    assert.ok(without === whole, `data are missing: “${without.slice(at - 20, at + 40)}” instead of “${whole.slice(at - 20, at + 40)}”`);
    release();
  });
}

journey('a press before the rest of the program is there takes a moment, and then does what it says', {}, async ({ page, open }) => {
  const { asked, release } = await holdBack(page);
  await open();
  await page.getByRole('link', { name: 'Add a customer' }).click();
  await page.getByRole('heading', { level: 1, name: 'New customer' }).waitFor();
  assert.deepEqual(asked.filter((kind) => kind !== 'fetch'), ['xhr'], 'asked once');
  release();
  await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill('Meri Oy');
});

journey('a page with a book, but without a service worker, takes both halves at once', {}, async ({ page, context, open, axe }) => {
  await open();
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  const kept = await context.storageState({ indexedDB: true });
  const other = await context.browser().newContext({ storageState: kept, serviceWorkers: 'block', locale: 'en-GB' });
  try {
    const again = await other.newPage();
    const asked = [];
    again.on('request', (request) => { if (REST.test(request.url())) asked.push(request.resourceType()); });
    await open('', again);
    await again.locator('html[data-whole]').waitFor({ state: 'attached' });
    await again.getByRole('link', { name: 'Saimaan Satama Oy' }).or(again.getByRole('heading', { level: 1 })).first().waitFor();
    assert.equal(await again.evaluate(() => navigator.serviceWorker?.controller ?? null), null);
    assert.deepEqual(asked, ['fetch']);
    await axe(again);
  } finally {
    await other.close();
  }
});

journey('where nothing can be kept, the page that says so takes both halves at once', {}, async ({ page, site }) => {
  const asked = [];
  page.on('request', (request) => { if (REST.test(request.url())) asked.push(request.resourceType()); });
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('Access is denied', 'SecurityError'); } });
  });
  await page.goto(site.url);
  await page.getByText('The browser does not let this page keep records').first().waitFor();
  assert.deepEqual(asked, ['fetch']);
});

journey('on a first visit the rest of the program comes before what is kept for later', {}, async ({ page, context, open }) => {
  const { asked, release } = await holdBack(page);
  const workers = [];
  context.on('request', (request) => { if (request.url().endsWith('/lasku-sw.js')) workers.push(request.url()); });
  await open();
  await page.locator('html[data-opened]').waitFor({ state: 'attached' });
  await page.waitForTimeout(500);
  assert.deepEqual([asked, workers], [['fetch'], []]);
  release();
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
});

for (const [what, act] of [
  ['key', (page) => page.keyboard.press('Control+k')],
  ['link', (page) => page.getByRole('link', { name: 'Add a customer' }).click({ noWaitAfter: true })],
]) {
  journey(`a pressed ${what} that finds no network for the rest of the program says what is missing`, {}, async ({ page, open, allow, axe, shot }) => {
    allow(/./);
    await page.route(REST, (route) => route.abort());
    await open();
    await page.locator('html[data-whole]').waitFor({ state: 'attached' });
    // What the service worker says when it keeps everything is no press: the page doesn't break off over it.
    await page.evaluate(async () => { await navigator.serviceWorker.ready; });
    await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration()).active?.state === 'activated');
    await page.waitForTimeout(300);
    const address = page.url();
    await act(page);
    const notice = page.getByRole('dialog', { name: 'A part of Lasku could not be loaded' });
    await notice.getByRole('alert').waitFor();
    // Nothing more is asked of a program that broke off in the middle.
    await page.keyboard.press('Control+k');
    await page.waitForTimeout(300);
    assert.equal(page.url(), address, 'the page that explains stays');
    assert.equal(await page.getByRole('alert').filter({ hasText: /\S/ }).count(), 1, 'said once');
    assert.equal(await page.getByRole('link', { name: 'Add a customer' }).click({ timeout: 500 }).then(() => 'pressed', () => 'out of reach'), 'out of reach');
    await axe();
    await shot(`incomplete-${what}`);
    await page.unroute(REST);
    await notice.getByRole('button', { name: 'Reload' }).click();
    await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    await ready(page);
    await page.locator('html[data-whole]').waitFor({ state: 'attached' });
    await page.getByRole('link', { name: 'Add a customer' }).click();
    await page.getByRole('heading', { level: 1, name: 'New customer' }).waitFor();
  });
}
