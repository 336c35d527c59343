// Why a bill changed: two months with another price, another quantity and other days, told to the cent. The figures are read
// from the page and added up here.
import { assert, journey } from './support/journey.mjs';
import { cents } from './support/cents.mjs';
import { addAccount } from './screens/account.mjs';
import { addContract } from './screens/customer.mjs';
import { form } from './screens/form.mjs';
import { goTo } from './screens/navigation.mjs';
import { beginRun, issueRun } from './screens/run.mjs';
import { nameSeller } from './screens/settings.mjs';

const at = (page, day) => page.clock.setFixedTime(new Date(`${day}T09:00:00+03:00`));

/** An amount as the page writes it, in whole cents: `+€3.77`, `−1,20 €`. */
function amount(text) {
  const figure = text.replace(/[^\d,.−]/g, '').replace('−', '-').replace(',', '.');
  return cents(figure);
}

/** April for half the month at 30.00, May whole, for two at 33.00. */
async function twoMonths(clerk, language) {
  const { page } = clerk;
  await at(page, '2026-04-16');
  await nameSeller(clerk);
  await addAccount(page, { name: 'Kahvila Aamu', language });
  await addContract(page, { account: 'aamu', name: 'Network', starts: '2026-04-16', text: 'Network 100', price: '30,00' });
  await beginRun(page, { target: '2026-04-16' });
  await issueRun(page, '1');
  await at(page, '2026-05-01');
  await goTo(page, 'Contracts');
  await page.getByRole('link', { name: 'Network' }).filter({ visible: true }).first().click();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await form(page).fill({ 'Holds from': '2026-05-01', Quantity: '2', 'Price for a billing period': '33,00' });
  await page.getByRole('dialog').getByRole('button', { name: 'Change the service' }).click();
  await page.getByText('The contract is changed.').waitFor();
  await beginRun(page, { target: '2026-05-01' });
  await issueRun(page, '1');
  await goTo(page, 'Invoices');
  await page.getByRole('link', { name: /-00002$/ }).filter({ visible: true }).first().click();
  await page.getByRole('heading', { level: 1, name: /^Invoice .*-00002$/ }).waitFor();
}

/** The amounts of the sentences and their sum, as they stand below each other. */
async function told(place) {
  await place.locator('.comparison-together').waitFor();
  const lines = await place.locator('.comparison-told li .comparison-amount').allInnerTexts();
  const together = await place.locator('.comparison-together .comparison-amount').innerText();
  return { lines: lines.map(amount), together: amount(together) };
}

journey('a changed price, quantity and part of a month are told in parts that sum to the cent', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await twoMonths(clerk);
  // 30.00 × 15/30 = 15.00, with 25.5 % 18.83; 2 × 33.00 = 66.00, with 25.5 % 82.83.
  const section = page.getByRole('region', { name: 'Why did it change?' });
  const brief = await told(section);
  assert.equal(brief.together, 8283 - 1883);
  assert.equal(brief.lines.reduce((sum, one) => sum + one, 0), brief.together);
  assert.deepEqual([...brief.lines].sort((a, b) => b - a), brief.lines, 'the largest first');
  await axe();
  await shot('invoice');

  await section.getByRole('link', { name: 'Compare in full' }).click();
  await page.getByRole('heading', { level: 1, name: /^Why did bill .*-00002 change\?$/ }).waitFor();
  const paper = page.getByRole('article', { name: 'Why the bill changed' });
  await paper.getByText('€82.83. That is €64.00 more than').waitFor();
  await paper.getByText('The price of Network 100 rose from €30.00 to €33.00').waitFor();
  await paper.getByText(/The quantity of Network 100 rose from 1 \S+ to 2 \S+/).waitFor();
  await paper.getByText('Network 100 was billed for the whole billing period; before it was 15 of 30 days').waitFor();
  assert.deepEqual(await told(paper), brief, 'the page says what the section says');

  const steps = await paper.locator('.waterfall-amount').allInnerTexts();
  const [first, ...rest] = steps.map(amount);
  const last = rest.pop();
  assert.deepEqual([first, last], [1883, 8283]);
  assert.equal(first + rest.reduce((sum, one) => sum + one, 0), last, 'the chart leads from bill to bill');
  const due = await paper.locator('.comparison-sums tr').last().locator('td').allInnerTexts();
  assert.deepEqual(due.map(amount), [1883, 8283]);
  await axe();
  await shot('page');

  const mail = new URL(await page.getByRole('link', { name: 'Write an e-mail' }).getAttribute('href'));
  assert.equal(mail.protocol, 'mailto:');
  assert.match(mail.searchParams.get('body'), /Together: \+€64\.00/);
});

journey('a customer who reads Finnish is told in Finnish, on a phone, in the dark', { size: 'phone', scheme: 'dark' }, async (clerk) => {
  const { page, axe, shot } = clerk;
  await twoMonths(clerk, 'Finnish');
  await page.getByRole('link', { name: 'Compare in full' }).click();
  await page.getByRole('heading', { level: 1, name: /^Why did bill/ }).waitFor();
  const paper = page.getByRole('article', { name: 'Why the bill changed' });
  await paper.getByText('Network 100: hinta nousi').waitFor();
  const { lines, together } = await told(paper);
  assert.equal(together, 6400);
  assert.equal(lines.reduce((sum, one) => sum + one, 0), together);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);
  await axe();
  await shot('phone');
  await page.locator('.waterfall').scrollIntoViewIfNeeded();
  await shot('phone-chart');
});

journey('the first bill has none before it, and another customer\'s is refused in words', {}, async (clerk) => {
  const { page, open } = clerk;
  await twoMonths(clerk);
  const address = new URL(page.url()).pathname.replace(/^\/sub\//, '');
  await goTo(page, 'Invoices');
  await page.getByRole('link', { name: /-00001$/ }).filter({ visible: true }).first().click();
  await page.getByText('There is no earlier bill to compare with.').waitFor();
  await page.getByLabel('Compared with').selectOption({ index: 1 });
  await page.getByText('€82.83. That is €64.00 more than').waitFor();
  await open(`${address}/why?against=01900000-0000-7000-8000-000000000000`);
  await page.getByText('This bill is not one of the customer\'s').waitFor();
});
