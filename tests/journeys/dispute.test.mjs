// An overdue invoice is to be reminded of; disputed it is left in peace; decided there is a letter and a credit note.
import { assert, journey } from './support/journey.mjs';
import { addAccount } from './screens/account.mjs';
import { writeInvoice } from './screens/draft.mjs';
import { standing } from './screens/invoice.mjs';
import { goTo } from './screens/navigation.mjs';
import { nameSeller } from './screens/settings.mjs';

const CUSTOMER = 'Saimaan Satama Oy';

async function openInvoice(page, number) {
  await goTo(page, 'Invoices');
  await page.getByRole('table').getByRole('link', { name: number }).click();
  await page.getByRole('heading', { level: 1, name: `Invoice ${number}` }).waitFor();
}

journey('a dispute stops a reminder until it is decided, and the decision is a letter with a credit note', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await page.clock.setFixedTime(new Date('2026-04-01T09:00:00'));
  await nameSeller(clerk);
  await addAccount(page, { name: CUSTOMER });
  const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  await goTo(page, 'Reminders');
  await page.getByText('Nobody is to be reminded today').waitFor();
  await page.clock.setFixedTime(new Date('2026-05-20T09:00:00'));
  await page.reload();
  await page.getByRole('region', { name: 'To be reminded' }).getByRole('link', { name: number }).waitFor();
  await axe();
  await shot('reminders');

  await openInvoice(page, number);
  await page.getByRole('button', { name: 'Dispute', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Dispute invoice ${number}` });
  await dialog.getByLabel('What the customer says').fill('Nobody came.');
  await axe();
  await dialog.getByRole('button', { name: 'Record the dispute' }).click();
  await page.getByText('Dispute recorded').waitFor();
  assert.equal(await standing(page), 'Disputed');
  await goTo(page, 'Reminders');
  const held = page.getByRole('region', { name: 'Left in peace' });
  await held.getByText('Disputed, and not decided yet').waitFor();
  assert.equal(await page.getByRole('region', { name: 'To be reminded' }).count(), 0);

  await openInvoice(page, number);
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
  const decide = page.getByRole('dialog', { name: 'Decide the dispute' });
  await decide.getByText('€125.50').first().waitFor();
  await decide.getByLabel('Why (goes into the letter)').fill('The inspection was moved.');
  await axe();
  await shot('decide');
  await decide.getByRole('button', { name: 'Decide and keep the letter' }).click();
  await page.getByRole('link', { name: 'Letter with the decision' }).click();
  await page.getByRole('article').getByText('The inspection was moved.').waitFor();
  await page.getByRole('button', { name: 'Mark as sent by post' }).click();
  await page.getByText('Not sent yet.').waitFor({ state: 'hidden' });
  await axe();
  await shot('letter');
  await openInvoice(page, number);
  assert.equal(await standing(page), 'Credited');
});
