// Papers that leave: how they look, quotes, e-mail drafts, many at once, statements and letters; and invoices that come in.
import { deflateSync } from 'node:zlib';
import { assert, journey } from './support/journey.mjs';
import { saved, textOf } from './support/file.mjs';
import { addAccount } from './screens/account.mjs';
import { beginDraft, fillLine, writeInvoice } from './screens/draft.mjs';
import { chooseFile } from './screens/files.mjs';
import { choose, goTo } from './screens/navigation.mjs';
import { nameSeller } from './screens/settings.mjs';

/** A PNG of one colour. */
function png(width, height, [red, green, blue]) {
  const table = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc = (bytes) => (bytes.reduce((c, byte) => table[(c ^ byte) & 0xff] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const chunk = (kind, content) => {
    const body = Buffer.concat([Buffer.from(kind), content]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    check.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.concat(Array.from({ length: width }, () => Buffer.from([red, green, blue])))]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** An e-invoice must say it. */
async function knowVatNumber(page) {
  await page.getByLabel('VAT number').first().fill('FI07375462');
  await page.getByRole('button', { name: 'Save your business' }).click();
  await page.getByText('Your business details are saved.').last().waitFor();
}

for (const [size, scheme] of [['desktop', 'light'], ['phone', 'dark']]) {
  journey(`the look of documents is chosen beside the page it makes, ${size}`, { size, scheme, timeout: 240_000 }, async (clerk) => {
    const { page, axe, shot } = clerk;
    // The page's policy lets nobody fetch a picture from memory: what it is made of is read where it is made.
    await page.addInitScript(() => {
      const make = URL.createObjectURL.bind(URL);
      window.drawn = '';
      URL.createObjectURL = (file) => {
        if (file.type === 'image/svg+xml') file.text().then((text) => { window.drawn = text; });
        return make(file);
      };
    });
    await nameSeller(clerk);
    const section = page.locator('.section', { has: page.getByRole('heading', { name: 'Look of documents' }) });
    const picture = section.getByRole('img', { name: 'The first page of a document in this look' });
    const presses = () => page.evaluate(() => performance.getEntriesByType('resource').filter((one) => one.name.includes('/press-')).length);
    assert.equal(await presses(), 0, 'what draws is loaded before anybody looks');
    await section.locator('.stationery-preview').scrollIntoViewIfNeeded();
    await picture.waitFor({ timeout: 60_000 });
    assert.ok(await presses() > 0);
    await page.waitForFunction(() => window.drawn.startsWith('<svg '));
    assert.ok(await picture.evaluate((image) => image.naturalWidth > 0), 'the browser does not show the picture');
    await section.getByText('Modern', { exact: true }).click();
    await section.getByLabel('Accent colour').fill('#8a1c4a');
    await page.waitForFunction(() => window.drawn.includes('#8a1c4a'));
    await section.locator('input[type=file]').setInputFiles({ name: 'logo.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a') });
    await section.getByText(/PNG/).first().waitFor();
    await section.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: png(60, 20, [138, 28, 74]) });
    await section.getByRole('img', { name: 'Logo' }).waitFor();
    await page.waitForFunction(() => window.drawn.includes('<image'));
    await section.getByRole('button', { name: 'Save the look' }).click();
    await page.getByText('The look was saved.').waitFor();
    await section.scrollIntoViewIfNeeded();
    await axe();
    await shot(`look-${size}`);
    await addAccount(page, { name: 'Saimaan Satama Oy' });
    await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
    const pdf = await saved(page, () => page.getByRole('button', { name: 'PDF', exact: true }).click());
    assert.ok(pdf.bytes.includes('/Subtype /Image') || pdf.bytes.includes('/Subtype/Image'), 'the logo is not in the PDF');
  });
}

journey('a draft becomes a quote and a preview, and takes no number', { timeout: 240_000 }, async (clerk) => {
  const { page, axe, shot } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  await beginDraft(page);
  await choose(page, 'Customer', 'Saimaan');
  await fillLine(page, 1, { description: 'Annual inspection', price: '100' });
  const preview = await saved(page, () => page.getByRole('button', { name: 'Preview as PDF' }).click());
  const seen = textOf(preview);
  if (seen !== null) {
    assert.match(seen, /Preview/i);
    assert.ok(seen.includes('125.50') && !seen.includes('Scan to pay') && !seen.includes('Recipient'), seen);
  }
  await page.getByRole('button', { name: 'Quote…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as a quote' });
  await dialog.getByLabel('Valid until').waitFor();
  await axe();
  await shot('quote');
  const quote = await saved(page, () => dialog.getByRole('button', { name: 'PDF', exact: true }).click());
  const text = textOf(quote);
  if (text !== null) {
    assert.match(text, /Quote/);
    assert.ok(text.includes('125.50') && !text.includes('To pay') && !text.includes('Recipient'), text);
  }
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+s');
  await page.getByText('Draft saved').first().waitFor();
  await goTo(page, 'Invoices');
  assert.equal(await page.getByRole('link', { name: /-00001$/ }).count(), 0);
});

journey('a document is put into a draft of an e-mail, and noted as sent', { timeout: 240_000 }, async (clerk) => {
  const { page, axe, shot } = clerk;
  await nameSeller(clerk);
  await knowVatNumber(page);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  await page.getByText('Not noted as sent yet.').waitFor();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Send ${number}` });
  await dialog.getByLabel('E-mail address').fill('anna@satama.example');
  await dialog.getByLabel('E-invoice').selectOption({ label: 'EN 16931 (UBL)' });
  await axe();
  await shot('send');
  const mail = await saved(page, () => dialog.getByRole('button', { name: 'Save an e-mail draft' }).click());
  assert.match(mail.name, /\.eml$/);
  const text = mail.bytes.toString();
  for (const part of [/^To: .*anna@satama\.example/m, /^Subject: /m, /X-Unsent: 1/, /application\/pdf/, /-ubl\.xml/]) assert.match(text, part);
  await dialog.getByText('The draft is saved').waitFor();
  await dialog.getByRole('button', { name: 'Mark as sent by e-mail' }).click();
  await page.keyboard.press('Escape');
  await page.getByText('(anna@satama.example)').waitFor();
  await page.getByRole('button', { name: 'Mark as given to the operator' }).click();
  await page.locator('.timeline-text', { hasText: 'operator' }).first().waitFor();
  await axe();
  await shot('sent');
  await goTo(page, 'Journal');
  await page.getByText(/sent/i).first().waitFor();
});

journey('what a form lacks is said before the number is taken', { timeout: 240_000, size: 'phone' }, async (clerk) => {
  const { page, axe, shot } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  await beginDraft(page);
  await choose(page, 'Customer', 'Saimaan');
  await fillLine(page, 1, { description: 'Annual inspection', price: '100' });
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'Issue this invoice?' });
  await dialog.getByLabel('Sent as').selectOption({ label: 'Peppol BIS Billing 3.0 (UBL)' });
  await dialog.getByText('PEPPOL-EN16931-R010').waitFor({ timeout: 60_000 });
  await axe();
  await shot('lacks');
  await dialog.getByLabel('Sent as').selectOption({ label: 'PDF' });
  await dialog.getByText('PEPPOL-EN16931-R010').waitFor({ state: 'detached' });
});

journey('many documents are saved at once, and read in again', { timeout: 300_000 }, async (clerk) => {
  const { page, axe, shot } = clerk;
  await nameSeller(clerk);
  await knowVatNumber(page);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  const first = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  const second = await writeInvoice(page, { account: 'Saimaan', description: 'Repair of the crane', price: '250' });
  await goTo(page, 'Invoices');
  await page.getByRole('button', { name: 'Save 2 documents…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save documents' });
  await axe();
  await shot('many');
  const print = await saved(page, () => dialog.getByRole('button', { name: 'Save 2 documents' }).click());
  assert.match(print.name, /\.pdf$/);
  const text = textOf(print);
  if (text !== null) assert.ok(text.includes(first) && text.includes(second), text);
  await dialog.getByText('2 documents are in the file').waitFor();
  await dialog.getByLabel('Form', { exact: true }).selectOption({ label: 'An e-invoice each, in a ZIP archive: EN 16931 (UBL)' });
  const zip = await saved(page, () => dialog.getByRole('button', { name: 'Save 2 documents' }).click());
  assert.match(zip.name, /\.zip$/);
  assert.equal(zip.bytes.subarray(0, 2).toString(), 'PK');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: first }).click();
  await page.getByRole('button', { name: 'E-invoice', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'Save as an e-invoice' });
  await form.getByLabel('Form', { exact: true }).selectOption({ label: 'PDF with the e-invoice in it (Factur-X, ZUGFeRD)' });
  const hybrid = await saved(page, () => form.getByRole('button', { name: 'Save the file' }).click());
  await form.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'E-invoice', exact: true }).click();
  await form.getByLabel('Form', { exact: true }).selectOption({ label: 'EN 16931 (UBL)' });
  const xml = await saved(page, () => form.getByRole('button', { name: 'Save the file' }).click());
  await goTo(page, 'Files');
  await page.getByRole('link', { name: 'Read an invoice' }).click();
  await page.getByRole('heading', { level: 1, name: 'Read an invoice' }).waitFor();
  await chooseFile(page, hybrid.name, hybrid.bytes);
  const paper = page.locator('.paper');
  await paper.getByText(`Invoice ${first}`).waitFor({ timeout: 60_000 });
  for (const part of ['Saimaan Satama Oy', 'Annual inspection', '€125.50']) assert.ok((await paper.innerText()).includes(part), part);
  await page.getByText('Your own invoice.').waitFor();
  // It is here already: its number is taken.
  await page.getByRole('button', { name: 'Take over', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: first }).waitFor();
  await axe();
  await shot('read');
  const older = xml.bytes.toString().replaceAll(first, '2019-77').replaceAll(/(<cbc:IssueDate>)[^<]*/g, '$12019-05-02');
  await chooseFile(page, 'older.xml', older);
  await paper.getByText('Invoice 2019-77').waitFor({ timeout: 60_000 });
  await page.getByLabel('Still open').fill('25.50');
  await page.getByRole('button', { name: 'Take over', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Invoice 2019-77' }).waitFor();
  assert.ok((await page.locator('.document-side').innerText()).includes('€25.50'));
  await axe();
  await shot('taken-over');
  await goTo(page, 'Files');
  await page.getByRole('link', { name: 'Read an invoice' }).click();
  for (const [name, content, said] of [
    ['empty.xml', '', 'The file is empty.'],
    ['note.txt', 'Hello', 'This is neither XML nor PDF.'],
    ['bomb.xml', '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', 'The file declares a document type'],
    ['other.xml', '<?xml version="1.0"?><Recipe/>', 'it begins with “Recipe”'],
    ['cut.xml', '<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">', 'The XML is broken at line 1'],
    ['plain.pdf', print.bytes, 'The PDF holds no e-invoice'],
  ]) {
    await chooseFile(page, name, content);
    await page.getByRole('alert').filter({ hasText: said }).waitFor({ timeout: 60_000 });
  }
  await axe();
  await shot('unreadable');
});

journey('a statement of account is saved as a PDF', { timeout: 240_000, locale: 'fi-FI', size: 'phone', scheme: 'dark' }, async (clerk) => {
  const { page, open, axe, shot } = clerk;
  await open();
  await page.getByRole('button', { name: 'Kokeile esimerkillä' }).click();
  await page.getByRole('button', { name: 'Poista esimerkki' }).waitFor({ timeout: 60_000 });
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  await goTo(page, 'Asiakkaat');
  await page.locator('main').getByRole('link').filter({ hasNotText: 'Uusi' }).nth(1).click();
  await page.getByRole('tab', { name: 'Tiliote' }).click();
  const pdf = await saved(page, () => page.getByRole('button', { name: 'PDF', exact: true }).click());
  const text = textOf(pdf);
  if (text !== null) assert.match(text, /Tiliote/);
  await axe();
  await shot('statement');
});
