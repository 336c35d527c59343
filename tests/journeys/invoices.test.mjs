// From nothing to an issued invoice, and what can be done about it afterwards.
import { assert, journey } from './support/journey.mjs';
import { addAccount } from './screens/account.mjs';
import { addProduct } from './screens/customer.mjs';
import { beginDraft, fillLine, issue, writeInvoice } from './screens/draft.mjs';
import { paperText, standing } from './screens/invoice.mjs';
import { choose, goTo } from './screens/navigation.mjs';
import { nameSeller } from './screens/settings.mjs';

journey('the first invoice is issued from nothing', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await nameSeller(clerk);
  await goTo(page, 'Invoices');
  await page.getByText('No invoices yet').waitFor();
  await axe();
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  await beginDraft(page);
  await axe();
  await choose(page, 'Customer', 'Saimaan');
  await fillLine(page, 1, { description: 'Annual inspection', quantity: '3', price: '29.85' });
  await fillLine(page, 2, { description: 'Travel', quantity: '2.5', price: '40' });
  // 3 × 29.85 + 2.5 × 40.00 = 189.55; 25.5 % of it is 48.34.
  await page.locator('.draft-side').getByText('€237.89').first().waitFor();
  await axe();
  await shot('draft');
  const number = await issue(page);
  assert.match(number, /^\d{4}-00001$/);
  const paper = await paperText(page);
  for (const part of ['Pihlaja Palvelut Oy', 'Saimaan Satama Oy', '189.55', '48.34', '€237.89', 'FI21 1234 5600 0007 85']) {
    assert.ok(paper.includes(part), `the paper lacks ${part}: ${paper}`);
  }
  assert.equal(await standing(page), 'Open');
  await page.getByRole('heading', { name: 'Why this amount' }).scrollIntoViewIfNeeded();
  await axe();
  await shot('invoice');
});

journey('a draft names what is wrong at the field and at the top, and keeps what was typed', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  await beginDraft(page);
  await fillLine(page, 1, { description: '', quantity: '1', price: '1,000' });
  await page.keyboard.press('Control+s');
  const summary = page.getByRole('alert');
  await summary.getByText('Please check these fields').waitFor();
  await summary.getByRole('link', { name: /Customer/ }).waitFor();
  await summary.getByRole('link', { name: /Description/ }).waitFor();
  await summary.getByRole('link', { name: /1000/ }).waitFor();
  assert.equal(await page.getByRole('group', { name: 'Line 1', exact: true }).getByLabel('Price', { exact: true }).inputValue(), '1,000');
  await axe();
  await shot('draft-wrong');
  await summary.getByRole('link', { name: /Description/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'line-1-description');
});

journey('products of the catalogue become lines, one after the other', {}, async (clerk) => {
  const { page, shot } = clerk;
  await nameSeller(clerk);
  await addProduct(page, { Code: 'INS', Name: 'Inspection', Price: '29,85', 'Holds from': '2026-01-01' });
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  await beginDraft(page);
  await choose(page, 'Customer', 'Saimaan');
  await choose(page, 'From the catalogue', 'ins', 'Inspection');
  await choose(page, 'From the catalogue', 'ins', 'Inspection');
  const second = page.getByRole('group', { name: 'Line 2', exact: true });
  assert.equal(await second.getByLabel('Price', { exact: true }).inputValue(), '29.85');
  await second.getByLabel('Quantity').fill('2');
  await fillLine(page, 3, { description: 'Travel', price: '40' });
  // 29.85 + 2 × 29.85 + 40.00 = 129.55; 25.5 % of it is 33.04.
  await page.locator('.draft-side').getByText('€162.59').first().waitFor();
  await shot('draft-products');
  await issue(page);
  assert.ok((await paperText(page)).includes('€162.59'));
});

journey('a draft is kept, found again in the list and thrown away', {}, async (clerk) => {
  const { page } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  await beginDraft(page);
  await choose(page, 'Customer', 'Saimaan');
  await fillLine(page, 1, { description: 'Annual inspection', price: '100' });
  await page.keyboard.press('Control+s');
  await page.getByText('Draft saved').waitFor();
  await goTo(page, 'Invoices');
  await page.getByRole('link', { name: 'Saimaan Satama Oy' }).click();
  await page.getByRole('heading', { level: 1, name: 'Draft for Saimaan Satama Oy' }).waitFor();
  assert.equal(await page.getByLabel('Description').inputValue(), 'Annual inspection');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await page.getByText('No invoices yet').waitFor();
});

journey('an invoice is credited in part and then wholly', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', quantity: '2', price: '100' });
  await page.getByRole('button', { name: 'Credit', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Credit invoice ${number}` });
  await dialog.getByText('Chosen lines').click();
  await dialog.getByLabel(/Credit on line 1/).fill('250');
  await dialog.getByRole('button', { name: 'Issue credit note' }).click();
  await dialog.getByText('At most €200.00 is left on this line').first().waitFor();
  await dialog.getByRole('button', { name: /^All ?, what is left of line 1/ }).click();
  await dialog.getByRole('status').getByText('€251.00').waitFor();
  await dialog.getByLabel(/Credit on line 1/).fill('50');
  // What is seen before is what is issued: 50.00 with 25.5 %.
  await dialog.getByRole('status').getByText('€62.75').waitFor();
  await axe();
  await shot('credit');
  await dialog.getByRole('button', { name: 'Issue credit note' }).click();
  await page.getByRole('heading', { level: 1, name: /^Credit note / }).waitFor();
  assert.ok((await paperText(page)).includes('€62.75'), 'half a hundred with 25.5 %');
  assert.ok((await paperText(page)).includes(number), 'the credit note names its invoice');
  assert.ok((await paperText(page)).includes('1 lump sum'), 'a part is no count of pieces');
  assert.ok(!(await paperText(page)).includes('late payment'), 'nobody is late with a credit note');
  await axe();
  await page.getByRole('link', { name: new RegExp(`Corrects invoice ${number}`) }).click();
  await page.getByRole('heading', { level: 1, name: `Invoice ${number}` }).waitFor();
  assert.equal(await standing(page), 'Partly settled');
  await page.getByText('€188.25').first().waitFor();
  await page.getByRole('button', { name: 'Credit', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Issue credit note' }).click();
  await page.getByRole('heading', { level: 1, name: /^Credit note / }).waitFor();
  await page.getByRole('link', { name: new RegExp(`Corrects invoice ${number}`) }).click();
  await page.getByRole('heading', { level: 1, name: `Invoice ${number}` }).waitFor();
  assert.equal(await standing(page), 'Credited');
});

journey('an invoice is saved as a file that needs nothing else', {}, async (clerk) => {
  const { page, context } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), `Invoice-${number}.html`);
  const text = await (await import('node:fs/promises')).readFile(await download.path(), 'utf8');
  assert.ok(text.includes('€125.50') && text.includes('<style>'));
  assert.ok(!/(src|href)=/.test(text), 'the file names no other file');
  const alone = await context.newPage();
  await alone.setContent(text);
  assert.equal(await alone.locator('.paper').evaluate((paper) => getComputedStyle(paper).backgroundColor), 'oklch(1 0 0)');
});

journey('the list finds an invoice by number, customer, amount and reference', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  await addAccount(page, { name: 'Kallion Kirjakauppa' });
  const first = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  const second = await writeInvoice(page, { account: 'Kallion', description: 'Shelf', price: '250' });
  await goTo(page, 'Invoices');
  const rows = page.getByRole('table').getByRole('row');
  const search = page.getByRole('search').getByRole('textbox');
  for (const [typed, found] of [[first, first], ['kallion', second], ['313.75', second], ['125,50', first]]) {
    await search.fill(typed);
    await page.getByText('1 document', { exact: true }).waitFor();
    assert.ok((await rows.nth(1).innerText()).includes(found), `${typed} finds ${found}`);
  }
  await search.fill('');
  await page.getByText('2 documents', { exact: true }).waitFor();
  await axe();
  await shot('list');
  await page.getByText('Overdue', { exact: true }).first().click();
  await page.getByText('Nothing matches').waitFor();
});

for (const [scheme, size] of [['light', 'phone'], ['dark', 'phone'], ['dark', 'desktop']]) {
  journey(`list, draft and invoice in ${scheme} on a ${size}`, { scheme, size }, async (clerk) => {
    const { page, axe, shot } = clerk;
    await nameSeller(clerk);
    await addAccount(page, { name: 'Saimaan Satama Oy' });
    await beginDraft(page);
    await choose(page, 'Customer', 'Saimaan');
    await fillLine(page, 1, { description: 'Annual inspection', quantity: '3', price: '29.85' });
    await axe();
    await shot(`draft-${scheme}-${size}`);
    await issue(page);
    await axe();
    await shot(`invoice-${scheme}-${size}`);
    await goTo(page, 'Invoices');
    await page.getByText('1 document', { exact: true }).waitFor();
    await axe();
    await shot(`list-${scheme}-${size}`);
  });
}
