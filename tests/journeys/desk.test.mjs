// The desk: from a ringing phone to a settled case, a call-back promised and kept, and what became due while nobody looked.
import { assert, journey } from './support/journey.mjs';
import { addAccount } from './screens/customer.mjs';
import { desk, happened, name, settle, waiting, write } from './screens/desk.mjs';
import { heading } from './screens/form.mjs';

journey('a call comes in with two keys, is answered with one, and is settled', {}, async ({ page, open, axe, shot }) => {
  await open();
  await addAccount(page, { Name: 'Lahti Oy', Phone: '040 123 4567' });
  // From any page: two keys from the ringing phone to the waiting clock.
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await heading(page, 'Desk');
  await waiting(page).waitFor();
  const clock = page.locator('.desk-clock');
  await clock.filter({ hasText: '0:02' }).waitFor();
  await page.keyboard.press('r');
  await waiting(page).nth(1).waitFor();
  await axe();
  await shot('waiting');
  // The longest waiting is first, and A answers them.
  const times = await clock.allTextContents();
  assert.ok(times[0] > times[1], `the longest wait comes first: ${times}`);
  await page.keyboard.press('a');
  await heading(page, 'Unknown caller');
  await name(page, 'Lahti Oy');
  await heading(page, 'Lahti Oy');
  await page.getByText('The caller is not recognised yet.').waitFor();
  await axe();
  await shot('case');
  await write(page, 'Promise', 'Send the contract');
  await page.locator('.error-summary').getByText('By when: This must be filled in.').waitFor();
  await axe();
  await write(page, 'Promise', 'Send the contract', '2030-01-15');
  await happened(page, 'Send the contract').waitFor();
  await page.getByRole('button', { name: 'Kept' }).click();
  await happened(page, 'Promise kept').waitFor();
  await page.keyboard.press('h');
  await happened(page, 'Call ended').waitFor();
  await settle(page, 'Explained', 'The bill holds two months.');
  // The other caller gives up.
  await waiting(page).getByRole('button', { name: 'Hung up' }).click();
  await page.getByText('Open cases · 1').waitFor();
  assert.equal(await waiting(page).count(), 0);
});

journey('a call-back is promised on the phone, and kept', { size: 'phone', scheme: 'dark' }, async ({ page, open, axe, shot }) => {
  await open();
  await addAccount(page, { Name: 'Lahti Oy', Phone: '040 123 4567' });
  await page.getByRole('link', { name: 'Desk' }).click();
  await heading(page, 'Desk');
  await page.getByRole('button', { name: 'Call came in' }).click();
  await waiting(page).getByRole('button', { name: 'Promise a call-back' }).click();
  const dialog = page.locator('dialog[open]');
  await dialog.getByRole('textbox', { name: 'Phone' }).fill('+358 40 1234567');
  await dialog.getByRole('textbox', { name: 'What it is about' }).fill('Last bill');
  await axe();
  await dialog.getByRole('button', { name: 'Promise a call-back' }).click();
  await page.getByText('Call-backs · 1').waitFor();
  assert.equal(await waiting(page).count(), 0, 'nobody waits on the line any more');
  await axe();
  await shot('call-back');
  await page.locator('.desk-row').getByRole('button', { name: 'Call +358 40 1234567' }).click();
  await happened(page, 'Called +358 40 1234567').waitFor();
  await page.getByRole('button', { name: 'End the call' }).click();
  await happened(page, 'Called back as promised').waitFor();
  await settle(page, 'Explained');
  await page.getByText('Nobody waits', { exact: true }).first().waitFor();
});

journey('what became due while the app was closed is said when it opens', { locale: 'en-GB' }, async ({ page, context, open, axe }) => {
  await page.clock.install({ time: new Date('2026-11-30T08:00:00+02:00') });
  await open();
  await addAccount(page, { Name: 'Lahti Oy', Phone: '040 123 4567' });
  await desk(page);
  await page.keyboard.press('n');
  const dialog = page.locator('dialog[open]');
  await dialog.getByRole('combobox', { name: 'Kind of case' }).selectOption({ label: 'Dispute' });
  await dialog.getByRole('textbox', { name: 'In a few words' }).fill('Charged twice');
  await dialog.getByRole('button', { name: 'New case' }).click();
  await page.getByText('Charged twice').first().waitFor();
  await page.close();
  // A dispute is to be answered within one hour of work; the app opens again on the next day.
  const later = await context.newPage();
  await later.clock.install({ time: new Date('2026-12-01T10:00:00+02:00') });
  await open('', later);
  await later.getByText('While the app was closed 1 thing became due at the desk.').waitFor();
  await axe(later);
  await later.getByRole('link', { name: 'To the desk' }).click();
  await heading(later, 'Desk');
  await later.locator('.desk-row .badge', { hasText: 'late' }).waitFor();
});
