// The app starts anywhere: below a path, by a deep link, under its policy, without a network, and in a new version.
import { appendFile } from 'node:fs/promises';
import { filesOf, NOT_KEPT } from '../../.tools/finish-dist.mjs';
import { assert, DIST, journey, ready } from './support/journey.mjs';
import { secondVersion } from './support/variant.mjs';

for (const [scheme, size] of [['light', 'desktop'], ['dark', 'phone']]) {
  journey(`the app starts below a path under its policy, ${scheme}, ${size}`, { scheme, size, csp: true }, async ({ page, open, axe, shot }) => {
    await open();
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-[\w+/]{43}='; style-src 'self';/);
    assert.equal(await page.evaluate(() => new URL(document.baseURI).pathname), '/sub/');
    await axe();
    await shot(`start-${scheme}-${size}`);
  });
}

journey('the policy stops a script that slipped into the page', {}, async ({ page, open, allow }) => {
  allow(/Content Security Policy/);
  await open();
  await page.evaluate(() => {
    const slipped = document.createElement('div');
    slipped.innerHTML = '<img src="data:," onerror="window.slipped = true">';
    document.body.append(slipped);
    const script = document.createElement('script');
    script.textContent = 'window.slipped = true';
    document.body.append(script);
  });
  await page.waitForTimeout(200);
  assert.equal(await page.evaluate(() => window.slipped), undefined);
});

journey('where the browser refuses to keep anything, the app says so', {}, async ({ page, site, axe, shot }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('Access is denied', 'SecurityError'); } });
  });
  await page.goto(site.url);
  await page.getByText('The browser does not let this page keep records').first().waitFor();
  await axe();
  await shot('nothing-kept');
});

journey('a deep link starts the app on a host that knows nothing but 404.html', {}, async ({ page, open, allow }) => {
  // The link itself is answered with 404, and so is the first folder that is asked for the app; nothing else is.
  allow(/404.*\/sub\/invoices\/(7|boot-\w+\.js)\)?$/);
  await open('invoices/7');
  assert.equal(await page.evaluate(() => location.pathname), '/sub/invoices/7');
  assert.equal(await page.evaluate(() => new URL(document.baseURI).pathname), '/sub/');
});

journey('a deep link starts the app on a host that answers every address with the page', { rewrite: true }, async ({ page, open }) => {
  await open('invoices/7');
  assert.equal(await page.evaluate(() => new URL(document.baseURI).pathname), '/sub/');
});

journey('once stored, the app starts without a network, by a deep link too', {}, async ({ page, open, stored, offline, allow, shot }) => {
  allow(/nothing-here/);
  await page.addInitScript(() => {
    window.said = 0;
    window.addEventListener('lasku-offline-ready', () => { window.said += 1; });
  });
  await open();
  await page.waitForFunction(() => window.said > 0);
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => window.said), 1, 'said once');
  await stored();
  assert.equal(await page.evaluate(() => window.said), 0, 'and never again');
  await offline();
  assert.equal(await page.evaluate(() => fetch('nothing-here').then(() => 'answered', () => 'no network')), 'no network');
  await page.reload();
  await ready(page);
  await open('accounts/unknown');
  assert.equal(await page.evaluate(() => new URL(document.baseURI).pathname), '/sub/');
  await shot('offline');
});

journey('the service worker keeps exactly the built files', {}, async ({ page, open, stored, site }) => {
  await open();
  await stored();
  const kept = await page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.includes('precache'));
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map((request) => request.url);
  });
  const paths = kept.map((url) => url.split('?')[0].slice(site.url.length)).sort();
  const built = (await filesOf(DIST)).filter((file) => !NOT_KEPT.includes(file));
  assert.deepEqual(paths, built);
});

journey('a new version waits until it is asked for, and then replaces every file at once', {}, async ({ page, context, open, stored, site }) => {
  const next = await secondVersion(DIST);
  try {
    await open();
    await stored();
    const other = await context.newPage();
    await open('', other);

    site.use(next.folder);
    const version = () => document.documentElement.dataset.version ?? 'first';
    await page.evaluate(() => {
      window.told = new Promise((resolve) => window.addEventListener('lasku-update-waiting', resolve, { once: true }));
      return navigator.serviceWorker.getRegistration().then((registration) => registration.update());
    });
    await page.evaluate(async () => { await window.told; });
    await page.waitForSelector('html[data-update=waiting]', { state: 'attached' });

    // Waiting changes nothing: a reload still gives the old version, whole.
    await page.reload();
    await ready(page);
    assert.equal(await page.evaluate(version), 'first');
    await page.waitForSelector('html[data-update=waiting]', { state: 'attached' });

    await Promise.all([
      page.waitForEvent('load'),
      page.evaluate(() => { window.dispatchEvent(new CustomEvent('lasku-update-apply')); }),
    ]);
    await page.waitForSelector('html[data-version=second]', { state: 'attached' });
    await ready(page);

    // The other tab keeps running what it has, and is told.
    await other.waitForSelector('html[data-update=applied]', { state: 'attached' });
    assert.equal(await other.evaluate(version), 'first');
    await other.getByRole('button', { name: 'Reload' }).click();
    await other.waitForSelector('html[data-version=second]', { state: 'attached' });
  } finally {
    await next.remove();
  }
});

journey('a new version whose upload is half done is not taken', {}, async ({ page, open, stored, site, allow }) => {
  allow(/integrity|bad-precaching/i);
  const next = await secondVersion(DIST);
  try {
    await open();
    await stored();
    await appendFile(`${next.folder}/index.html`, '<!-- another build -->');
    site.use(next.folder);
    const waits = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      const ended = new Promise((resolve) => registration.addEventListener('updatefound', () => {
        const worker = registration.installing;
        worker.addEventListener('statechange', () => resolve(worker.state));
      }));
      await registration.update();
      return ended;
    });
    assert.equal(waits, 'redundant');
    await page.reload();
    await ready(page);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.version), undefined);
  } finally {
    await next.remove();
  }
});

journey('a browser that is killed starts again on its profile', { profile: true }, async ({ open, page, kill, restart }) => {
  await open();
  await page.evaluate(() => localStorage.setItem('journey', 'kept'));
  await page.waitForTimeout(6_000);
  await kill();
  const again = await restart();
  await open();
  assert.equal(await again.evaluate(() => localStorage.getItem('journey')), 'kept');
});
