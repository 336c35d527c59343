// The first run: from nothing to the first issued invoice, by the steps that the empty book shows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, journey, PROJECT } from './support/journey.mjs';

/** The app's own words in a language. */
const words = (language) => (namespace) => JSON.parse(readFileSync(join(PROJECT, 'locales', language, `${namespace}.json`), 'utf8'));
const filled = (text, values) => text.replace(/\{\{ (\w+) \}\}/g, (_, name) => values[name]);

for (const [language, locale, size, scheme, paid] of [
  ['en', 'en-GB', 'desktop', 'light', /€125\.50/],
  ['en', 'en-GB', 'phone', 'dark', /€125\.50/],
  ['fi', 'fi-FI', 'desktop', 'dark', /125,50\s€/],
  ['fi', 'fi-FI', 'phone', 'light', /125,50\s€/],
]) {
  journey(`from nothing to the first invoice, ${language}, ${size}`, { locale, size, scheme }, async ({ page, open, axe, shot }) => {
    const [shell, today, settings, accounts, invoices] = ['shell', 'today', 'settings', 'accounts', 'invoices'].map(words(language));
    const name = `${language}-${size}`;
    const steps = () => page.getByRole('list').filter({ hasText: today.first.seller_text }).getByRole('listitem');
    const toToday = async () => {
      await page.getByRole('navigation').getByRole('link', { name: shell.today, exact: true }).filter({ visible: true }).first().click();
      await page.getByRole('heading', { level: 1, name: shell.today, exact: true }).waitFor();
    };
    await page.clock.setFixedTime(new Date('2026-03-10T09:00:00+02:00'));
    const began = Date.now();
    await open();
    assert.equal(await page.evaluate(() => document.documentElement.lang), language);
    await page.getByRole('heading', { name: today.first.title }).waitFor();
    assert.equal(await steps().count(), 3);
    await axe();
    await shot(`${name}-nothing`);

    await page.getByRole('link', { name: today.first.seller_do }).click();
    for (const [label, value] of [
      ['seller_name', 'Pihlaja Palvelut Oy'], ['business_id', '0737546-2'], ['street', 'Rantakatu 4 B'], ['postal_code', '00140'],
      ['city', 'Helsinki'], ['iban', 'FI21 1234 5600 0007 85'],
    ]) await page.getByLabel(settings[label], { exact: true }).first().fill(value);
    await page.getByRole('button', { name: settings.save_seller }).click();
    await page.getByText(settings.seller_saved).waitFor();

    await toToday();
    await steps().nth(0).getByText(today.first.done).waitFor();
    await page.getByRole('link', { name: today.first.account_do }).click();
    await page.getByRole('heading', { level: 1, name: accounts.new_title }).waitFor();
    await axe();
    for (const [label, value] of [['name', 'Saimaan Satama Oy'], ['street', 'Satamatie 1'], ['postal_code', '20100'], ['city', 'Turku']]) {
      await page.getByLabel(accounts[label], { exact: true }).first().fill(value);
    }
    await page.getByRole('button', { name: words(language)('words').save, exact: true }).first().click();
    await page.getByText(filled(accounts.saved, { name: 'Saimaan Satama Oy' })).waitFor();

    await toToday();
    await steps().nth(1).getByText(today.first.done).waitFor();
    await axe();
    await shot(`${name}-two-steps`);
    await page.getByRole('link', { name: today.first.invoice_do }).click();
    const customer = page.getByRole('combobox', { name: invoices.draft_customer });
    await customer.fill('Saimaan');
    await page.getByRole('option', { name: 'Saimaan' }).first().click();
    const line = page.getByRole('group', { name: filled(invoices.draft_line, { number: 1 }), exact: true });
    await page.getByRole('button', { name: invoices.draft_add_line }).click();
    await line.getByLabel(invoices.line_description).fill(language === 'fi' ? 'Vuosihuolto' : 'Annual inspection');
    await line.getByLabel(invoices.line_price, { exact: true }).fill('100');
    await axe();
    await shot(`${name}-draft`);
    await page.getByRole('button', { name: invoices.draft_issue }).filter({ visible: true }).first().click();
    const dialog = page.getByRole('dialog', { name: invoices.draft_issue_title });
    await axe();
    await dialog.getByRole('button', { name: invoices.draft_issue_do, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: filled(invoices.invoice_title, { number: '2026-00001' }) }).waitFor();
    assert.match(await page.locator('.paper').first().innerText(), paid);
    await axe();
    await shot(`${name}-issued`);

    await toToday();
    await page.getByRole('heading', { name: today.first.title }).waitFor({ state: 'detached' });
    await page.getByText(paid).first().waitFor();
    await axe();
    await shot(`${name}-today`);
    assert.ok(Date.now() - began < 120_000, 'less than two minutes');
  });
}
