// Statistics: how long a real company's customers stay, what may not be compared, an experiment from its plan to its end.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assert, journey, PROJECT } from './support/journey.mjs';
import { addAccount, addContract } from './screens/customer.mjs';
import { desk, happened, name, settle, waiting } from './screens/desk.mjs';
import { fillFrom, importRows } from './screens/files.mjs';
import { form } from './screens/form.mjs';
import { goTo } from './screens/navigation.mjs';
import { nameSeller } from './screens/settings.mjs';
import { mapCustomers } from './screens/telco.mjs';

const FILE = join(process.env.LASKU_SHARED ?? join(PROJECT, '../shared'), 'data/telco-customers.csv');

const at = (page, day) => page.clock.setFixedTime(new Date(`${day}T10:00:00+02:00`));

async function part(page, tab) {
  await goTo(page, 'Statistics');
  await page.getByRole('tab', { name: tab, exact: true }).click();
}

if (!existsSync(FILE)) {
  test('a real company’s customers are read as history', { skip: `${FILE} is not here; the file is not ours to hand on` }, () => {});
} else {
  journey('a real company’s customers are read as history, and their curves are those of other people’s software', { timeout: 300_000 }, async (clerk) => {
    const { page, axe, shot } = clerk;
    await at(page, '2026-01-01');
    await nameSeller(clerk);
    await mapCustomers(page, readFileSync(FILE, 'utf8'), { column: 'Contract' });
    await fillFrom(page, 'Months as a customer until the first day', { column: 'tenure' });
    await importRows(page, 'Customers: 7,043, contracts: 7,043.');

    await part(page, 'What keeps customers');
    const stay = page.getByRole('region', { name: 'How long customers stay' });
    await stay.getByLabel('Grouped by').selectOption({ label: 'What they bought first' });
    await stay.getByText(/chi-square 2,352\.87 on 2 degrees of freedom, p 10\^-511/).waitFor();
    await stay.getByText('Figures as a table').click();
    const row = async (group) => (await stay.getByRole('row', { name: new RegExp(`^${group}`) }).locator('th, td').allInnerTexts()).map((text) => text.trim());
    const monthly = await row('Month-to-month');
    assert.deepEqual(monthly.slice(0, 5), ['Month-to-month', '3,875', '1,655', '35', '70.3%']);
    assert.equal(monthly[6], '58.6%');
    const year = await row('One year');
    assert.deepEqual([year[1], year[2], year[6]], ['1,473', '166', '97.8%']);
    const years = await row('Two year');
    assert.deepEqual([years[1], years[2], years[10]], ['1,695', '48', '98.6%']);
    await axe();
    await shot('lifetimes');

    // The customers behind a figure, and the figures as a file.
    await stay.getByRole('row', { name: /^Two year/ }).getByRole('button').last().click();
    await page.getByRole('dialog').getByText(/1,695/).first().waitFor();
    await axe();
    await page.keyboard.press('Escape');
    const [file] = await Promise.all([page.waitForEvent('download'), stay.getByRole('button', { name: /CSV/ }).first().click()]);
    const saved = readFileSync(await file.path(), 'utf8');
    assert.match(saved, /Kaplan-Meier/);
    assert.match(saved, /Month-to-month/);
  });
}

journey('nothing is said of a handful of contacts, and nothing of who ever got a discount', { timeout: 180_000 }, async (clerk) => {
  const { page, axe, shot } = clerk;
  await at(page, '2026-03-02');
  await nameSeller(clerk);
  await part(page, 'What keeps customers');
  await page.getByText('Nothing is known yet.').waitFor();
  await addAccount(page, { Name: 'Kahvila Aamu' });
  await addContract(page, { account: 'aamu', name: 'Network', starts: '2026-01-01', text: 'Network 100', price: '40,00' });
  await desk(page);
  await page.keyboard.press('r');
  await waiting(page).first().waitFor();
  await page.keyboard.press('a');
  await name(page, 'Kahvila Aamu');
  await page.keyboard.press('h');
  await settle(page, 'Explained');
  await part(page, 'What keeps customers');
  const done = page.getByRole('region', { name: 'After what was done' });
  await done.getByRole('row', { name: /^None of these/ }).first().waitFor();
  await axe();
  await shot('decided');
  // One contact says nothing of how soon callers are answered, and that is said.
  await page.getByRole('tab', { name: 'Waiting', exact: true }).click();
  await page.getByText('not known yet').first().waitFor();
  await axe();
  await shot('waiting');
  await page.getByRole('tab', { name: 'Revenue', exact: true }).click();
  await page.getByText('€40.00').first().waitFor();
  await axe();
  await shot('revenue');
  await page.getByRole('tab', { name: 'What keeps customers', exact: true }).click();
  await done.getByLabel('Grouped by').selectOption({ label: 'Ever got a discount' });
  await done.getByText('immortal time').waitFor();
  assert.equal(await done.getByRole('table').count(), 0);
  await axe();
  await shot('refused');
});

journey('an experiment is planned with its size, draws its lots, is departed from and ended', { timeout: 240_000, size: 'phone', scheme: 'dark' }, async (clerk) => {
  const { page, axe, shot } = clerk;
  await at(page, '2026-03-02');
  await nameSeller(clerk);
  await addAccount(page, { Name: 'Kahvila Aamu' });
  await addContract(page, { account: 'aamu', name: 'Network', starts: '2026-01-01', text: 'Network 100', price: '40,00' });
  await part(page, 'Experiments');
  await page.getByText('No experiment yet').waitFor();
  await page.getByRole('button', { name: 'Plan an experiment' }).click();
  const dialog = page.locator('dialog[open]');
  await form(page).fill({ 'Share that is offered nothing': '0' });
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  assert.equal((await form(page).faults()).length, 2);
  await form(page).fill({ Name: 'Who wants to leave', 'Share that is offered nothing': '20' });
  await dialog.getByText(/It takes [\d,]+ contacts in all/).waitFor();
  await axe();
  await shot('plan');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Planned', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Begin', exact: true }).click();
  await page.getByText('Running', { exact: true }).waitFor();

  await goTo(page, 'Desk');
  await page.keyboard.press('r');
  await waiting(page).first().waitFor();
  await page.keyboard.press('a');
  await name(page, 'Kahvila Aamu');
  await page.keyboard.press('h');
  await page.getByLabel('Kind of case', { exact: true }).selectOption({ label: 'Cancelling' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Experiment: Who wants to leave').waitFor();
  await page.getByRole('button', { name: 'Draw the lot' }).click();
  await page.getByText(/The lot says: /).waitFor();
  await happened(page, 'Lot of “Who wants to leave”').waitFor();
  await axe();
  await shot('drawn');
  await page.getByRole('button', { name: 'Do otherwise' }).click();
  await page.locator('dialog[open]').getByRole('button', { name: 'Save', exact: true }).click();
  assert.equal((await form(page).faults()).length, 1);
  await form(page).fill({ Why: 'Their house burnt down' });
  await page.locator('dialog[open]').getByRole('button', { name: 'Save', exact: true }).click();
  await happened(page, 'Their house burnt down').waitFor();

  await part(page, 'Experiments');
  await page.getByText('too few yet for more than counts').waitFor();
  await axe();
  await shot('running');
  await page.getByRole('button', { name: 'End the experiment' }).click();
  await page.locator('dialog[open]').getByLabel('What everybody is offered from now on').selectOption({ index: 2 });
  await page.locator('dialog[open]').getByRole('button', { name: 'End the experiment' }).click();
  await page.getByText('Ended', { exact: true }).waitFor();
  await page.getByText(/Since its end everybody is offered/).waitFor();
  await axe();
  for (const tab of ['Revenue', 'Waiting', 'What keeps customers']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await page.getByRole('tabpanel').locator('table, figure').filter({ visible: true }).first().waitFor();
    await axe();
    await shot(`phone-${tab.toLowerCase().replaceAll(' ', '-')}`);
  }
});
