// The sample: it fills every page with something to see, and leaves no trace when it is removed.
import { assert, journey } from './support/journey.mjs';
import { goTo } from './screens/navigation.mjs';

const WORDS = {
  'en-GB': {
    load: 'Try with sample data', bill: 'Bill what is due', remove: 'Remove the sample', removed: 'The sample is gone. The book is empty.',
    places: ['Invoices', 'Payments', 'Accounts', 'Contracts', 'Catalogue', 'Billing run', 'Reports', 'Journal', 'Files', 'Settings'],
    bills: 'Bill', today: 'Today',
  },
  'fi-FI': {
    load: 'Kokeile esimerkillä', remove: 'Poista esimerkki', removed: 'Esimerkki on poistettu. Kirjanpito on tyhjä.',
    places: ['Laskut', 'Maksut', 'Asiakkaat', 'Sopimukset', 'Tuotteet', 'Laskutus', 'Raportit', 'Loki', 'Tiedostot', 'Asetukset'],
    today: 'Tänään',
  },
};

/** Fills the book from the page that greets a newcomer. */
async function loadSample(page, words) {
  await page.getByRole('button', { name: words.load }).click();
  await page.getByRole('button', { name: words.remove }).waitFor({ timeout: 60_000 });
  // The months of the sample are billed one after the other; the heading of the last figures stands still then.
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
}

journey('the sample is removed without a trace', { timeout: 180_000 }, async ({ page, open, shot }) => {
  const words = WORDS['en-GB'];
  await open();
  const before = await page.evaluate(async () => ({
    text: document.querySelector('main').innerText,
    kept: Object.keys(localStorage).sort(),
  }));
  await loadSample(page, words);
  await goTo(page, 'Invoices');
  await page.getByRole('table').getByRole('link').first().waitFor();
  await goTo(page, 'Today');
  await page.getByRole('button', { name: words.remove }).click();
  await page.getByRole('dialog').getByRole('button', { name: words.remove }).click();
  await page.getByText(words.removed).waitFor();
  await shot('removed');
  await page.reload();
  await page.getByRole('button', { name: words.load }).waitFor();
  assert.equal(await page.evaluate(() => document.querySelector('main').innerText), before.text);
  for (const place of ['Invoices', 'Payments', 'Accounts', 'Contracts', 'Catalogue']) {
    await goTo(page, place);
    assert.equal(await page.getByRole('table').count(), 0, `${place} is empty`);
  }
});

const VIEWS = [
  ['en-GB', 'light', 'desktop'], ['en-GB', 'dark', 'phone'], ['fi-FI', 'dark', 'desktop'], ['fi-FI', 'light', 'phone'],
];
for (const [locale, scheme, size] of VIEWS) {
  const asked = size === 'phone' ? size : { width: 1440, height: 900 };
  journey(`every page with the sample in it can be used by everybody, ${locale}, ${scheme}, ${size}`, { locale, scheme, size: asked, timeout: 300_000 }, async ({ page, open, axe, shot }) => {
    const words = WORDS[locale];
    await open();
    await axe();
    await shot(`0-first-${locale}-${scheme}-${size}`);
    await loadSample(page, words);
    const seen = async (name) => {
      await page.waitForTimeout(250);
      await axe();
      await shot(`${name}-${locale}-${scheme}-${size}`);
    };
    await seen('1-today');
    const main = page.getByRole('main');
    for (const [number, place] of words.places.entries()) {
      await followTo(page, place, number);
      await seen(`2-${number}`);
      // One record of each list.
      if (number < 5) {
        await main.getByRole('table').getByRole('link').first().click();
        await page.waitForFunction((list) => document.querySelector('h1')?.textContent !== list, place);
        await seen(`3-${number}`);
      }
      if (number === 6) {
        const tabs = await main.getByRole('tab').all();
        for (const [at, tab] of tabs.entries()) {
          await tab.click();
          await seen(`4-${number}-${at}`);
        }
      }
    }
  });
}

/** Goes to a place by the address of its link in the navigation, which is the same in every language. */
async function followTo(page, name, number) {
  const address = ['invoices', 'payments', 'accounts', 'contracts', 'catalogue', 'billing-run', 'reports', 'journal', 'files', 'settings'][number];
  const link = page.locator(`nav a[href$="${address}"]`).filter({ visible: true });
  if (await link.count() === 0) await page.locator('nav button[aria-haspopup], nav button').filter({ visible: true }).last().click();
  await page.locator(`nav a[href$="${address}"]`).filter({ visible: true }).first().click();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}
