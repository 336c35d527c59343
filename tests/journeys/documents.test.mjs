// Documents as files: a PDF to pay from and e-invoices, made on the device, the network off.
import { assert, journey, ready } from './support/journey.mjs';
import { saved, textOf } from './support/file.mjs';
import { addAccount } from './screens/account.mjs';
import { writeInvoice } from './screens/draft.mjs';
import { goTo } from './screens/navigation.mjs';
import { nameSeller } from './screens/settings.mjs';

journey('a PDF to pay from is made without a network', { timeout: 240_000 }, async (clerk) => {
  const { page, open, stored, offline, axe, shot } = clerk;
  await open();
  await stored();
  await nameSeller(clerk);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  await offline();
  await page.reload();
  await ready(page);
  const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  const pdf = await saved(page, () => page.getByRole('button', { name: 'PDF', exact: true }).click());
  assert.equal(pdf.name, `invoice-${number}.pdf`);
  assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
  const text = textOf(pdf);
  for (const part of text === null ? [] : [number, 'Saimaan Satama Oy', 'Annual inspection', '125.50', 'FI21 1234 5600 0007 85']) {
    assert.ok(text.includes(part), `the PDF lacks ${part}: ${text}`);
  }
  await page.getByText(`Saved invoice-${number}.pdf.`).waitFor();
  await axe();
  await shot('saved');
});

journey('an e-invoice says what it lacks, and is saved when nothing is lacking', { timeout: 240_000, size: 'phone', scheme: 'dark' }, async (clerk) => {
  const { page, axe, shot } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  await page.getByRole('button', { name: 'E-invoice', exact: true }).click();
  const dialog = page.locator('dialog[open]');
  await dialog.getByRole('button', { name: 'Save the file' }).click();
  await dialog.getByText('PEPPOL-EN16931-R010').waitFor({ timeout: 60_000 });
  await dialog.getByText('Your VAT number is missing: write it in the settings.').first().waitFor();
  await axe();
  await shot('lacks');
  // What was said of one form is not said of another.
  await dialog.getByLabel('Form', { exact: true }).selectOption({ label: 'EN 16931 (UBL)' });
  assert.equal(await dialog.getByText('PEPPOL-EN16931-R010').count(), 0);
  await page.keyboard.press('Escape');

  await goTo(page, 'Settings');
  await page.getByLabel('VAT number').first().fill('FI07375462');
  await page.getByRole('button', { name: 'Save your business' }).click();
  await page.getByText('Your business details are saved.').waitFor();
  const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  await page.getByRole('button', { name: 'E-invoice', exact: true }).click();
  for (const [form, name, content] of [
    ['EN 16931 (UBL)', `invoice-${number}-ubl.xml`, /<cbc:PayableAmount currencyID="EUR">125\.50</],
    ['EN 16931 (CII)', `invoice-${number}-cii.xml`, /<ram:DuePayableAmount>125\.50</],
    ['PDF with the e-invoice in it (Factur-X, ZUGFeRD)', `invoice-${number}-factur-x.pdf`, /factur-x\.xml/],
  ]) {
    if (await dialog.count() === 0) await page.getByRole('button', { name: 'E-invoice', exact: true }).click();
    await dialog.getByLabel('Form', { exact: true }).selectOption({ label: form });
    const file = await saved(page, () => dialog.getByRole('button', { name: 'Save the file' }).click());
    assert.equal(file.name, name);
    assert.match(file.bytes.toString('latin1'), content);
    await dialog.waitFor({ state: 'detached' });
  }
  await axe();
  await shot('after');
});
