// One call from ring to settled: the caller is verified, what is owed is put right, the bill explained, the plan changed, a
// discount given, and the case holds all of it.
import { assert, journey } from './support/journey.mjs';
import { hear, level, makePin } from './screens/caller.mjs';
import { addAccount, addProduct, go } from './screens/customer.mjs';
import { happened, name, settle, waiting } from './screens/desk.mjs';
import { form, heading } from './screens/form.mjs';
import { goTo } from './screens/navigation.mjs';
import { employ, workAs } from './screens/offer.mjs';
import { beginRun, issueRun } from './screens/run.mjs';
import { nameSeller } from './screens/settings.mjs';

const NAME = 'Saimaan Satama Oy';

const at = (page, moment) => page.clock.setFixedTime(new Date(moment));

/** A contract at catalogue price, billed in January, and in February at a price that nobody was told of. */
async function twoBills(clerk) {
  const { page } = clerk;
  await at(page, '2026-01-01T09:00:00+02:00');
  await nameSeller(clerk);
  for (const [code, called, price] of [['F-300', 'Fibre 300', '20.00'], ['F-100', 'Fibre 100', '15.00']]) {
    await addProduct(page, { Code: code, Name: called, 'Family of plans': 'Fibre', Price: price, 'Holds from': '2026-01-01' });
  }
  await addAccount(page, { Name: NAME, Phone: '040 123 4567' });
  const pin = await makePin(page);
  await go(page, 'Contracts');
  await page.getByRole('link', { name: 'New contract' }).first().click();
  await heading(page, 'New contract');
  await form(page).pick('Customer', 'saimaan');
  await form(page).fill({ Name: 'Fibre', 'First day': '2026-01-01' });
  await form(page).pick('Product', 'f-300');
  await page.getByText('Catalogue price today').waitFor();
  await form(page).save();
  await heading(page, 'Fibre');
  await beginRun(page, { target: '2026-01-01' });
  await issueRun(page, '1');
  await at(page, '2026-01-20T09:00:00+02:00');
  await goTo(page, 'Catalogue');
  await page.getByRole('link', { name: 'Fibre 300' }).click();
  await page.getByRole('button', { name: 'New price' }).click();
  await form(page).fill({ Price: '25.00', 'Holds from': '2026-02-01' });
  await page.getByRole('dialog').getByRole('button', { name: 'Save the price' }).click();
  await page.getByText('The new price is saved.').waitFor();
  await at(page, '2026-02-01T09:00:00+02:00');
  await beginRun(page, { target: '2026-02-01' });
  await issueRun(page, '1');
  return pin;
}

for (const [scheme, size] of [['light', 'desktop'], ['dark', 'phone']]) {
  journey(`a call from ring to settled (${scheme}, ${size})`, { scheme, size, timeout: 300_000 }, async (clerk) => {
    const { page, open, axe, shot } = clerk;
    const view = page.viewportSize();
    // The records are made at a desk.
    await page.setViewportSize({ width: 1280, height: 800 });
    const pin = await twoBills(clerk);
    await employ(page);
    // A Monday, ten o'clock.
    await page.clock.setSystemTime(new Date('2026-02-02T10:00:00+02:00'));
    await workAs(page, 'Reetta', open);
    await page.setViewportSize(view);

    // It rings.
    if (size === 'phone') {
      await page.getByRole('link', { name: 'Desk' }).filter({ visible: true }).first().click();
      await heading(page, 'Desk');
      await page.getByRole('button', { name: 'Call came in' }).click();
    } else {
      await page.keyboard.press('g');
      await page.keyboard.press('w');
      await heading(page, 'Desk');
    }
    await waiting(page).waitFor();
    await waiting(page).getByRole('button', { name: /^Answer/ }).click();
    await heading(page, 'Unknown caller');
    const caseUrl = page.url();
    await name(page, NAME);
    assert.equal(await page.getByText('Owed to the customer').count(), 0, 'nothing is shown before the caller is known');
    await shot(`unknown-${size}`);

    // Who is calling.
    await hear(page, pin, 'Yes');
    await level(page, 'recognised').waitFor();
    await page.getByText('Owed to the customer: €6.28 (F05)').waitFor();
    await axe();
    await shot(`recognised-${size}`);

    // What is owed is put right from the case itself.
    await page.getByRole('button', { name: 'Credit €6.28' }).click();
    await page.getByRole('dialog', { name: /Credit invoice 2026-00002/ }).getByRole('button', { name: 'Correct it' }).click();
    await page.getByText('Credit note 2026-00003 is issued.').waitFor();
    // Another plan would cost less: that is talked about, not owed.
    await page.getByText('Fair: 14 checks passed').waitFor();
    await happened(page, 'Corrected with 2026-00003').waitFor();

    // Why is the bill like this?
    await page.getByRole('link', { name: /^Why\?/ }).first().click();
    await page.getByText('€6.28').first().waitFor();
    await axe();
    await page.getByRole('button', { name: 'Note: explained to the customer' }).click();
    await page.getByText('Explained to the customer; it stands in the case.').waitFor();
    await back(page, caseUrl);

    // A bill that fits.
    await page.getByRole('link', { name: /^A bill that fits/ }).click();
    await heading(page, 'A bill that fits');
    await page.getByRole('button', { name: 'Choose Fibre 100' }).click();
    await page.getByText('Today, 2 Feb 2026').click();
    await page.getByRole('button', { name: 'Change the plan' }).click();
    await page.getByText('Agreed: Fibre 100 from 2 Feb 2026').waitFor();
    await shot(`agreed-${size}`);
    await back(page, caseUrl);
    await happened(page, 'Contract changed: Fibre → Fibre 100').waitFor();

    // A special discount.
    await page.getByRole('link', { name: /^Special discount/ }).click();
    await heading(page, 'Special discount');
    await form(page).fill({ Discount: '10', Months: '3', Reason: 'The rise came without a word' });
    await page.getByText('Yours to give').filter({ visible: true }).first().waitFor();
    await page.getByRole('button', { name: 'Give the discount' }).click();
    await page.getByText('10% special discount').first().waitFor();
    await back(page, caseUrl);
    await happened(page, 'Discount given').waitFor();
    await axe();
    await shot(`done-${size}`);

    // The call ends, the case is settled, and what was known of the caller is over.
    await page.getByRole('button', { name: /^End the call/ }).click();
    await happened(page, 'Call ended').waitFor();
    await settle(page, 'Discount given', 'Rise credited, smaller plan, ten per cent for three months.');
    await page.getByText('Nobody waits', { exact: true }).first().waitFor();
    await page.goto(caseUrl);
    for (const what of ['Bill 2026-00002 explained', 'Corrected with 2026-00003', 'Contract changed: Fibre → Fibre 100', 'Discount given']) {
      await happened(page, what).last().waitFor();
    }
  });
}

/** Back to the case as a person goes: by the way back. */
async function back(page, caseUrl) {
  for (let step = 0; step < 6 && page.url() !== caseUrl; step += 1) await page.goBack();
  assert.equal(page.url(), caseUrl);
  await page.getByRole('region', { name: 'Who is calling' }).waitFor();
}
