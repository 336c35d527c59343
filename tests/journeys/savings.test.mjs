// A bill that fits: a customer's own bills on every plan of the family, the change to one of them, and an end that is as easy.
import { assert, journey } from './support/journey.mjs';
import { addAccount, addProduct, go } from './screens/customer.mjs';
import { form, heading } from './screens/form.mjs';
import { goTo } from './screens/navigation.mjs';
import { issueRun } from './screens/run.mjs';
import { nameSeller } from './screens/settings.mjs';

const at = (page, day) => page.clock.setFixedTime(new Date(`${day}T09:00:00+02:00`));

/** Bills everything due by a day, on a screen of any width. */
async function bill(page, day) {
  await goTo(page, page.viewportSize().width < 768 ? 'Bill' : 'Billing run');
  await page.getByLabel('Bill what is due by').fill(day);
  await page.getByLabel('Issue date').fill(day);
}

/** Two plans of a family; a customer has the first, and a year of bills is behind it. */
async function aYearOn(clerk, { price, other, language }) {
  const { page, open } = clerk;
  await at(page, '2026-11-20');
  await nameSeller(clerk);
  for (const [code, name, amount] of [['F-300', 'Fibre 300', price], ['F-100', 'Fibre 100', other]]) {
    await addProduct(page, { Code: code, Name: name, 'Family of plans': 'Fibre', Price: amount, 'Holds from': '2025-01-01' });
  }
  await addAccount(page, { Name: 'Kahvila Aamu' });
  if (language) {
    await page.getByRole('link', { name: 'Edit' }).first().click();
    await page.getByLabel('Language of invoices').selectOption({ label: language });
    await form(page).save();
    await heading(page, 'Kahvila Aamu');
  }
  await go(page, 'Contracts');
  await page.getByRole('link', { name: 'New contract' }).first().click();
  await heading(page, 'New contract');
  await form(page).pick('Customer', 'aamu');
  await form(page).fill({ Name: 'Fibre', 'First day': '2025-12-01' });
  await form(page).pick('Product', 'f-300');
  await page.getByText('Catalogue price today').waitFor();
  await form(page).save();
  await heading(page, 'Fibre');
  await bill(page, '2026-11-20');
  await issueRun(page, '1');
  await go(page, 'Contracts');
  await page.getByRole('link', { name: /^Kahvila Aamu/ }).first().click();
  await heading(page, 'Fibre');
  return open;
}

for (const [scheme, size] of [['light', 'desktop'], ['dark', 'phone']]) {
  journey(`a dearer plan is found, changed in the middle of a month, and billed as previewed (${scheme}, ${size})`, { scheme, size }, async (clerk) => {
    const { page, axe, shot } = clerk;
    await aYearOn(clerk, { price: '50', other: '43', language: 'Finnish' });
    await page.getByRole('link', { name: 'Find a bill that fits' }).click();
    await heading(page, 'A bill that fits');
    // Twelve times 50.00 and 43.00 on one bill, with 25.5 % VAT: 753.00 and 647.58.
    await page.getByText('On Fibre 100 the last 12 bills would have been €105.42 less.').waitFor();
    await axe();
    await shot(`answer-${scheme}`);
    await page.getByRole('button', { name: 'Choose Fibre 100' }).click();
    const bills = page.getByRole('table', { name: 'The next three bills, with VAT' });
    await bills.waitFor();
    // Eleven of thirty days: 18.33 given back, 15.77 charged, and December at 43.00: 40.44, with VAT 50.75. From December on 53.97.
    assert.match((await bills.getByRole('row').allInnerTexts())[1], /1 Dec 2026\s+€62\.75\s+€50\.75\s+€53\.97/);
    await axe();
    await shot(`choice-${scheme}`);
    await page.getByText('At the end of the period, 1 Dec 2026').click();
    await page.getByText('Today, 20 Nov 2026').click();
    await page.getByRole('button', { name: 'Change the plan' }).click();
    await page.getByText('Agreed: Fibre 100 from 20 Nov 2026').waitFor();
    // The summary is in the customer's language, whatever the screen's is.
    const letter = page.getByRole('article', { name: 'Tuotteen vaihto' });
    await letter.getByText('20.11.2026 alkaen sinulla on Fibre 100 tuotteen Fibre 300 tilalla.').waitFor();
    assert.match(await letter.innerText(), /50,75/);
    await axe();
    await shot(`agreed-${scheme}`);

    await at(page, '2026-12-01');
    await bill(page, '2026-12-01');
    await page.getByText('€50.75').first().waitFor();
    await issueRun(page, '1');
  });
}

journey('a customer whose plan is the cheapest is told so, and nothing is proposed', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await aYearOn(clerk, { price: '50', other: '60' });
  await page.getByRole('link', { name: 'Find a bill that fits' }).click();
  await page.getByText('The present plan is the cheapest: nothing to gain.').waitFor();
  assert.equal(await page.getByText('Fits best').count(), 0);
  await page.getByText('€150.60 more').waitFor();
  await axe();
  await shot('cheapest');
});

journey('a contract ends in two presses; one offer is made, once, and stands in nobody\'s way', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await aYearOn(clerk, { price: '50', other: '43' });
  await page.getByRole('button', { name: 'End the contract' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('On Fibre 100 the last 12 bills would have been €105.42 less.').waitFor();
  await axe();
  await shot('offer');
  await dialog.getByRole('button', { name: 'No, thanks' }).click();
  await dialog.getByText('On Fibre 100').waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'End the contract' }).click();
  await dialog.getByLabel('Reason', { exact: true }).selectOption({ label: 'It costs too much' });
  await dialog.getByText('Bills with VAT').waitFor();
  assert.equal(await dialog.getByText('On Fibre 100').count(), 0);
  await dialog.getByRole('button', { name: 'End the contract' }).click();
  const proof = page.getByRole('article', { name: 'Confirmation of cancellation' });
  await proof.getByText('The contract ends on 20 Nov 2026.').waitFor();
  await page.getByText('It costs too much').waitFor();
  await axe();
  await shot('proof');
});
