// Number series: what is wrong with one is said at the field, and a mistake can be put right until a number was given.
import { assert, journey } from './support/journey.mjs';
import { addAccount } from './screens/account.mjs';
import { writeInvoice } from './screens/draft.mjs';
import { goTo } from './screens/navigation.mjs';
import { nameSeller } from './screens/settings.mjs';

journey('series share no name and no payment reference, and a next number typed by mistake is put right', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await nameSeller(clerk);
  await addAccount(page, { name: 'Saimaan Satama Oy' });
  await goTo(page, 'Settings');
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Edit/ }) }).first();
  const name = await row.getByRole('rowheader').innerText();
  const pattern = await row.getByRole('code').innerText();
  await page.getByRole('button', { name: 'Add a series' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invoice numbers' });
  const field = (label) => dialog.getByLabel(label, { exact: true });
  const wrong = (label) => field(label).evaluate((input) => input.getAttribute('aria-invalid'));
  const save = dialog.getByRole('button', { name: 'Save' });

  await field('Name').fill(name.toUpperCase());
  await save.click();
  await dialog.getByRole('alert').first().waitFor();
  assert.equal(await wrong('Name'), 'true', 'the same name in capitals');
  await field('Name').fill('Fair');
  await field('Pattern').fill(`B${pattern}`);
  await save.click();
  await page.waitForFunction(() => document.querySelector('#series-pattern').getAttribute('aria-invalid') === 'true');
  assert.notEqual(await wrong('Name'), 'true');
  await axe();
  await shot('series-wrong');
  await field('Pattern').fill('7{YYYY}-{NNNNN}');
  await field('Running number of the next document').fill('many');
  await save.click();
  await page.waitForFunction(() => document.querySelector('#series-next').getAttribute('aria-invalid') === 'true');
  await field('Running number of the next document').fill('1');
  await save.click();
  await dialog.waitFor({ state: 'hidden' });

  const next = async (number) => {
    await row.getByRole('button', { name: /^Edit/ }).click();
    await field('Running number of the next document').fill(number);
    await save.click();
  };
  await next('5000');
  await dialog.waitFor({ state: 'hidden' });
  await next('1');
  await dialog.waitFor({ state: 'hidden' });
  const number = await writeInvoice(page, { account: 'Saimaan', description: 'Annual inspection', price: '100' });
  assert.match(number, /0*1$/);
  await goTo(page, 'Settings');
  await next('1');
  await page.waitForFunction(() => document.querySelector('#series-next').getAttribute('aria-invalid') === 'true');
  await shot('series-too-low');
});
