// Money comes in: what it settles, what is left, and how it goes back.
import { assert, journey } from './support/journey.mjs';
import { addAccount } from './screens/account.mjs';
import { writeInvoice } from './screens/draft.mjs';
import { standing } from './screens/invoice.mjs';
import { goTo } from './screens/navigation.mjs';
import { beginPayment, record, settles } from './screens/payment.mjs';
import { nameSeller } from './screens/settings.mjs';

const CUSTOMER = 'Saimaan Satama Oy';

async function openInvoice(page, number) {
  await goTo(page, 'Invoices');
  await page.getByRole('table').getByRole('link', { name: number }).click();
  await page.getByRole('heading', { level: 1, name: `Invoice ${number}` }).waitFor();
}

journey('one payment settles several invoices and the rest stays as credit that is used later', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: CUSTOMER });
  await goTo(page, 'Payments');
  await page.getByText('No payments yet').waitFor();
  await axe();
  // 125.50 and 251.00 with VAT.
  const first = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  const second = await writeInvoice(page, { account: 'Saimaan', description: 'Repair', price: '200' });
  await beginPayment(page, { typed: 'Saimaan', answer: CUSTOMER });
  const amount = page.getByLabel('Amount', { exact: true });
  assert.equal(await amount.inputValue(), '376.50', 'all that is owed is proposed');
  await amount.fill('400');
  // The payer once more: what was typed stays.
  await page.getByRole('combobox', { name: /Reference, invoice number/ }).fill(first);
  await page.getByRole('option', { name: first }).first().click();
  assert.equal(await amount.inputValue(), '400');
  await page.getByLabel('Note').click();
  assert.equal(await settles(page, first), '125.50');
  assert.equal(await settles(page, second), '251.00');
  await page.getByText('€23.50').waitFor();
  await axe();
  await shot('receive');
  await record(page);
  await page.getByText('Credit left').first().waitFor();
  await axe();
  await shot('payment');
  await openInvoice(page, first);
  assert.equal(await standing(page), 'Settled');
  const third = await writeInvoice(page, { account: 'Saimaan', description: 'Paint', price: '40' });
  await goTo(page, 'Payments');
  await page.getByRole('table').getByRole('link', { name: CUSTOMER }).click();
  await page.getByRole('button', { name: 'Use on invoices' }).click();
  const dialog = page.getByRole('dialog', { name: 'Use credit on invoices' });
  assert.equal(await dialog.getByLabel(`Settles on invoice ${third}`).inputValue(), '23.50');
  await axe();
  await shot('use-credit');
  await dialog.getByRole('button', { name: 'Use credit' }).click();
  await page.getByRole('link', { name: `Invoice ${third}` }).waitFor();
  await openInvoice(page, third);
  assert.equal(await standing(page), 'Partly settled');
  // 50.20 − 23.50
  await page.getByText('€26.70').first().waitFor();
});

/** A Swiss QR reference of digits, with its check digit: recursive modulus 10. */
function qrReference(digits) {
  const base = digits.padStart(26, '0');
  const carry = [...base].reduce((sum, digit) => [0, 9, 4, 6, 8, 2, 7, 1, 3, 5][(sum + Number(digit)) % 10], 0);
  return `${base}${(10 - carry) % 10}`;
}

journey('a payment finds its invoice by the reference in every form a bank gives it', {}, async (clerk) => {
  const { page } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: CUSTOMER });
  const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  const printed = await page.locator('.paper-payment dd').filter({ hasText: /^\d[\d ]+$/ }).first().innerText();
  const reference = printed.replaceAll(/\s/g, '');
  const answer = new RegExp(number);
  await goTo(page, 'Payments');
  await page.getByRole('link', { name: 'Receive payment' }).first().click();
  const payer = page.getByRole('combobox', { name: /Reference, invoice number/ });
  // A slip in the last digit may be another customer's reference.
  const slip = reference.replace(/.$/, (digit) => (Number(digit) + 1) % 10);
  for (const [typed, found] of [[reference.padStart(20, '0'), true], [slip, false], [qrReference(reference), true]]) {
    await payer.fill(typed);
    await page.getByRole('option', { name: answer }).waitFor({ state: found ? 'visible' : 'detached' });
  }
});

journey('a payment finds its invoice by the reference, and takes back what it settled when it is reversed', {}, async (clerk) => {
  const { page, axe } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: CUSTOMER });
  const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  const reference = await page.locator('.paper-payment dd').filter({ hasText: /^\d[\d ]+$/ }).first().innerText();
  await beginPayment(page, { typed: reference, answer: new RegExp(number) });
  assert.equal(await page.getByLabel('Amount', { exact: true }).inputValue(), '125.50');
  await record(page);
  await page.getByRole('button', { name: 'Reverse' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reverse this payment?' });
  await dialog.getByRole('button', { name: 'Reverse payment' }).click();
  await dialog.getByText('Give a reason.').first().waitFor();
  await dialog.getByLabel('Reason').fill('Bounced');
  await axe();
  await dialog.getByRole('button', { name: 'Reverse payment' }).click();
  await page.getByText('Reversed', { exact: true }).first().waitFor();
  await openInvoice(page, number);
  assert.equal(await standing(page), 'Open');
});

journey('an amount above what is open, or settling more than came in, is refused at the field', {}, async (clerk) => {
  const { page } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: CUSTOMER });
  const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  await beginPayment(page, { typed: number, answer: new RegExp(number) });
  await page.getByLabel(`Settles on invoice ${number}`).fill('126');
  await page.getByRole('button', { name: 'Record payment' }).click();
  await page.getByText(`Only €125.50 is open on ${number}`).first().waitFor();
  await page.getByLabel('Amount', { exact: true }).fill('100');
  await page.getByLabel('Note').click();
  await page.getByLabel(`Settles on invoice ${number}`).fill('110');
  await page.getByRole('button', { name: 'Record payment' }).click();
  await page.getByText('More is settled than was received').first().waitFor();
  assert.equal(await page.getByLabel('Amount', { exact: true }).inputValue(), '100');
});

journey('what was given up by mistake is asked for again', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: CUSTOMER });
  const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  await page.getByRole('button', { name: 'Write off', exact: true }).click();
  const giving = page.getByRole('dialog', { name: `Write off what is open on ${number}` });
  await giving.getByLabel('Amount').fill('25.50');
  await giving.getByLabel('Reason').fill('Bankrupt');
  await giving.getByRole('button', { name: 'Write off' }).click();
  await giving.waitFor({ state: 'hidden' });
  await page.getByText('Written off: Bankrupt').waitFor();
  await page.getByText('€100.00').first().waitFor();
  await page.getByRole('button', { name: 'Reverse write-off of €25.50' }).click();
  const asking = page.getByRole('dialog', { name: `Reverse the write-off on ${number}` });
  await asking.getByRole('button', { name: 'Reverse write-off' }).click();
  await asking.getByText('Give a reason.').first().waitFor();
  await asking.getByLabel('Reason').fill('It was another customer');
  await axe();
  await shot('reverse-write-off');
  await asking.getByRole('button', { name: 'Reverse write-off' }).click();
  await page.getByText('Write-off reversed: It was another customer').waitFor();
  await axe();
  await shot('write-off-reversed');
  assert.equal(await standing(page), 'Open');
  assert.equal(await page.getByRole('button', { name: /Reverse write-off/ }).count(), 0, 'a write-off is reversed once');
});

for (const [scheme, size] of [['light', 'phone'], ['dark', 'desktop']]) {
  journey(`payments in ${scheme} on a ${size}`, { scheme, size }, async (clerk) => {
    const { page, axe, shot } = clerk;
    await nameSeller(clerk);
    await addAccount(page, { name: CUSTOMER });
    const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
    await beginPayment(page, { typed: number, answer: new RegExp(number) });
    await axe();
    await shot(`receive-${scheme}-${size}`);
    await record(page);
    await axe();
    await shot(`payment-${scheme}-${size}`);
    await goTo(page, 'Payments');
    await page.getByRole('table').waitFor();
    await axe();
    await shot(`list-${scheme}-${size}`);
  });
}
