// A special discount: given within one's own limits, asked for beyond them, bound to exactly what was asked.
import { assert, journey } from './support/journey.mjs';
import { addAccount, addContract } from './screens/customer.mjs';
import { form, heading } from './screens/form.mjs';
import { goTo } from './screens/navigation.mjs';
import { beginOffer, employ, foreseenBills, openContract, verdict, workAs } from './screens/offer.mjs';
import { beginRun, issueRun } from './screens/run.mjs';
import { nameSeller } from './screens/settings.mjs';

/** A customer who pays 40.00 a month, billed for April, and three people. */
async function begin(clerk) {
  const { page, open } = clerk;
  await page.clock.setFixedTime(new Date('2026-04-20T09:00:00+03:00'));
  await nameSeller(clerk);
  await addAccount(page, { Name: 'Kahvila Aamu' });
  await addContract(page, { account: 'aamu', name: 'Network', starts: '2026-04-01', text: 'Network 100', price: '40,00' });
  await beginRun(page, { target: '2026-04-20' });
  await issueRun(page, '1');
  await employ(page);
  await workAs(page, 'Reetta', open);
}

const goToContract = (page) => openContract(page, 'Network');

journey('ten per cent for three months is a representative’s to give, and billed as it was shown', { timeout: 300_000 }, async (clerk) => {
  const { page, axe, shot } = clerk;
  await begin(clerk);
  await beginOffer(page, 'Network', { percent: '10', months: '3', reason: 'Two days without a network' });
  await verdict(page, 'Yours to give');
  // 40.00 with 25.5 % VAT is 50.20; less 10 % it is 45.18.
  const shown = await foreseenBills(page);
  assert.deepEqual(shown, [['€50.20', '€45.18'], ['€50.20', '€45.18'], ['€50.20', '€45.18']]);
  await axe();
  await shot('give');
  await page.getByRole('button', { name: 'Give the discount' }).click();
  await heading(page, 'Network');
  await page.getByText('10% special discount from 1 May 2026 until 31 Jul 2026').waitFor();
  await axe();
  await shot('contract');
  await page.getByRole('link', { name: 'Kahvila Aamu' }).first().click();
  await page.getByRole('region', { name: 'Special discounts' }).getByText('Given').waitFor();
  await axe();
  await shot('account');
  await page.clock.setFixedTime(new Date('2026-05-01T09:00:00+03:00'));
  // Billing is run by a lead or above.
  await workAs(page, 'Leena', clerk.open);
  await beginRun(page, { target: '2026-05-01' });
  await page.getByText('€45.18').first().waitFor();
  await issueRun(page, '1');
  await goTo(page, 'Invoices');
  await page.getByRole('link', { name: '2026-00002' }).first().click();
  await page.getByText('45.18').first().waitFor();
  await goTo(page, 'Journal');
  await page.getByText('Reetta').first().waitFor();
});

journey('thirty per cent waits for a manager, who approves exactly what was asked', { timeout: 300_000 }, async (clerk) => {
  const { page, open, axe, shot } = clerk;
  await begin(clerk);
  const wish = { percent: '30', months: '3', reason: 'Wants to leave' };
  await beginOffer(page, 'Network', wish);
  await verdict(page, 'Goes to approval: Manager');
  await page.getByRole('button', { name: /Take 10% for 3 months instead/ }).waitFor();
  await axe();
  await shot('ask');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await page.getByText('30% waits for approval').waitFor();

  await goTo(page, 'Approvals');
  await page.getByText('somebody else decides').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0);
  await axe();

  // The price changes meanwhile.
  await goToContract(page);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await form(page).fill({ 'Holds from': '2026-05-01', 'Price for a billing period': '44,00' });
  await page.getByRole('dialog').getByRole('button', { name: 'Change the service' }).click();
  await page.getByText('The contract is changed.').waitFor();
  await workAs(page, 'Manu', open);
  await goTo(page, 'Approvals');
  await page.getByText('No longer as it was asked').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0, 'what has changed is asked for anew');
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('Nothing waits').waitFor();

  // Asked anew, a manager approves it.
  await workAs(page, 'Reetta', open);
  await beginOffer(page, 'Network', wish);
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await page.getByText('30% waits for approval').waitFor();
  await workAs(page, 'Manu', open);
  await goTo(page, 'Approvals');
  const request = page.getByRole('article', { name: 'Kahvila Aamu' });
  await request.getByText('The next bills without and with it').click();
  await request.getByRole('table').getByText('€38.65').first().waitFor();
  await axe();
  await shot('approve');
  await request.getByRole('button', { name: 'Approve' }).click();
  await page.getByText('Nothing waits').waitFor();
  await goToContract(page);
  await page.getByText('30% special discount from 1 May 2026 until 31 Jul 2026').waitFor();
  await page.getByText('Wants to leave · Manu').waitFor();
  await goTo(page, 'Journal');
  await page.getByText('Manu').first().waitFor();
  await page.getByText('Reetta').first().waitFor();
});

journey('what is not given is declined with a reason that the customer’s page keeps', { timeout: 300_000 }, async (clerk) => {
  const { page, open, axe, shot } = clerk;
  await begin(clerk);
  await beginOffer(page, 'Network', { percent: '100', months: '24', reason: 'A friend' });
  await verdict(page, 'Goes to approval: Owner');
  await page.getByRole('button', { name: /Take 10% for 3 months instead/ }).click();
  await verdict(page, 'Yours to give');
  await form(page).fill({ Discount: '15', Months: '3' });
  await verdict(page, 'Goes to approval: Lead');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await page.getByText('15% waits for approval').waitFor();
  await workAs(page, 'Leena', open);
  await goTo(page, 'Approvals');
  await page.getByRole('button', { name: 'Decline' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Decline' }).click();
  assert.equal((await form(page).faults()).length, 1);
  await dialog.getByLabel('Reason').fill('No outage that day');
  await axe();
  await shot('decline');
  await dialog.getByRole('button', { name: 'Decline' }).click();
  await page.getByText('Nothing waits').waitFor();
  await goToContract(page);
  await page.getByRole('link', { name: 'Kahvila Aamu' }).first().click();
  await page.getByText('No outage that day · Leena').waitFor();
});

journey('a goodwill credit says how much is one’s own to give', { timeout: 300_000 }, async (clerk) => {
  const { page, axe } = clerk;
  await begin(clerk);
  await goTo(page, 'Invoices');
  await page.getByRole('link', { name: '2026-00001' }).first().click();
  await page.getByRole('button', { name: 'Credit', exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').selectOption({ label: 'Goodwill' });
  await dialog.getByText('You may give back up to €50.00').waitFor();
  await axe();
  await dialog.getByRole('button', { name: 'Issue credit note' }).click();
  // 50.20 is more.
  await dialog.getByText('Your role may not do this').first().waitFor();
});
