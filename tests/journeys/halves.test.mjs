// The program comes in two halves: the first screen of a new book needs one, and nobody notices when the other comes.
import { assert, journey } from './support/journey.mjs';

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

journey('a press before the rest of the program is there takes a moment, and then does what it says', {}, async ({ page, open }) => {
  const { asked, release } = await holdBack(page);
  await open();
  await page.getByRole('link', { name: 'Add a customer' }).click();
  await page.getByRole('heading', { level: 1, name: 'New customer' }).waitFor();
  assert.deepEqual(asked.filter((kind) => kind !== 'fetch'), ['xhr'], 'asked once');
  release();
  await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill('Meri Oy');
});

journey('a page with a book and no service worker asks for both halves at once', {}, async ({ page, context, site, open, allow }) => {
  allow(/lasku-sw|service worker|fetching the script/i);
  // Its file is not there: the worker is never installed, as in some private windows.
  await context.route(/lasku-sw\.js$/, (route) => route.abort());
  await open();
  await page.getByRole('link', { name: 'Add a customer' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill('Meri Oy');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Meri Oy' }).waitFor();
  const asked = [];
  page.on('request', (request) => { if (REST.test(request.url())) asked.push(request.resourceType()); });
  await page.goto(site.url);
  await page.locator('html[data-whole]').waitFor({ state: 'attached' });
  await page.getByText('Meri Oy').or(page.getByRole('heading', { level: 1 })).first().waitFor();
  assert.deepEqual(asked, ['fetch']);
});

journey('a link that finds no network for the rest of the program leads nowhere, and the page says why', {}, async ({ page, open, allow }) => {
  allow(/./);
  await page.route(REST, (route) => route.abort());
  await open();
  const here = page.url();
  await page.getByRole('link', { name: 'Add a customer' }).click();
  const note = page.getByRole('alert').filter({ hasText: 'A part of Lasku could not be loaded' });
  await note.waitFor();
  assert.equal(await note.count(), 1);
  assert.equal(page.url(), here);
  await page.unroute(REST);
  await note.getByRole('button', { name: /Reload/ }).click();
  await page.getByRole('link', { name: 'Add a customer' }).click();
  await page.getByRole('heading', { level: 1, name: 'New customer' }).waitFor();
});

journey('a key that finds no network for the rest of the program says what is missing', {}, async ({ page, open, allow }) => {
  allow(/./);
  await page.route(REST, (route) => route.abort());
  await open();
  await page.keyboard.press('Control+k');
  await page.getByRole('alert').getByText('A part of Lasku could not be loaded').first().waitFor();
});
