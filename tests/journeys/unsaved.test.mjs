// What is typed and not saved yet: nobody leaves it without being asked, whichever way they go.
import { assert, journey } from './support/journey.mjs';
import { go } from './screens/customer.mjs';
import { form, heading } from './screens/form.mjs';

const question = (page) => page.getByRole('dialog', { name: 'Leave without saving?' });

async function type(page, open) {
  await open();
  await go(page, 'Accounts');
  await page.getByRole('link', { name: 'New customer' }).first().click();
  await heading(page, 'New customer');
  await form(page).fill({ Name: 'Meri Oy' });
}

async function stay(page) {
  await question(page).getByRole('button', { name: 'Stay on this page' }).click();
  await question(page).waitFor({ state: 'detached' });
  await heading(page, 'New customer');
  assert.equal(await page.getByLabel('Name', { exact: true }).first().inputValue(), 'Meri Oy');
  assert.match(page.url(), /accounts\/new$/);
}

journey('a link, a key, the palette and the way back ask before a form is left', {}, async ({ page, open, axe, shot }) => {
  await type(page, open);
  await page.getByRole('link', { name: 'Reports' }).click();
  await question(page).waitFor();
  await axe();
  await shot('question');
  await stay(page);

  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await stay(page);

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find anything' }).fill('reports');
  await page.keyboard.press('Enter');
  await stay(page);

  await page.goBack();
  await stay(page);
  await page.goBack();
  await question(page).getByRole('button', { name: 'Leave without saving' }).click();
  await heading(page, 'Accounts');
  await page.goForward();
  await heading(page, 'New customer');
  assert.equal(await page.getByLabel('Name', { exact: true }).first().inputValue(), '');
});

journey('a form is left as was said, and one that is saved or untouched is left without a word', {}, async ({ page, open }) => {
  await type(page, open);
  await page.getByRole('link', { name: 'Reports' }).click();
  await question(page).getByRole('button', { name: 'Leave without saving' }).click();
  await heading(page, 'Reports');
  await go(page, 'Accounts');
  await page.getByRole('link', { name: 'New customer' }).first().click();
  await heading(page, 'New customer');
  await go(page, 'Reports');
  await heading(page, 'Reports');

  await go(page, 'Settings');
  await form(page).fill({ 'Legal name': 'Majakka Oy' });
  await page.getByRole('link', { name: 'Reports' }).click();
  await question(page).getByRole('button', { name: 'Stay on this page' }).click();
  await page.getByRole('button', { name: 'Save your business' }).click();
  await page.getByText('Your business details are saved.').waitFor();
  await go(page, 'Reports');
  await heading(page, 'Reports');
});

journey('a reload of a draft with a line is asked about by the browser', {}, async ({ page, open }) => {
  await open();
  await go(page, 'Invoices');
  await page.getByRole('link', { name: 'New invoice' }).first().click();
  await heading(page, /./);
  await page.getByRole('button', { name: 'Add a line' }).click();
  const asked = new Promise((resolve) => {
    page.once('dialog', async (dialog) => {
      resolve(dialog.type());
      await dialog.dismiss();
    });
  });
  // The reload never comes to an end: the answer was to stay.
  page.reload().catch(() => {});
  assert.equal(await asked, 'beforeunload');
  await page.getByLabel('Description').first().waitFor();
});
