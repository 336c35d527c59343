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

journey('a key that finds no network for the rest of the program says what is missing', {}, async ({ page, open, allow }) => {
  allow(/./);
  await page.route(REST, (route) => route.abort());
  await open();
  await page.keyboard.press('Control+k');
  await page.getByRole('alert').getByText('A part of Lasku could not be loaded').first().waitFor();
});
