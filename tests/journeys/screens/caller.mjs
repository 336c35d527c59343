// Who is calling, and who works at the device: what a journey does there.
import { goTo } from './navigation.mjs';

/** The panel of the case that is open. */
export const panel = (page) => page.getByRole('region', { name: 'Who is calling' });

/** How surely the caller is known. */
export const level = (page, name) => panel(page).locator('.caller-level', { hasText: name });

/** Opens one way to be recognised, unless it is open. */
export async function way(page, name) {
  const found = panel(page).locator('details.way').filter({ has: page.locator('.way-name', { hasText: name }) });
  if (await found.getAttribute('open') === null) await found.locator('summary').click();
  return found;
}

/** Types what the caller says as their phrase, and waits for the one word. */
export async function hear(page, phrase, word) {
  const field = panel(page).getByLabel('What the caller says');
  await field.fill(phrase);
  await panel(page).locator('form').filter({ has: page.getByLabel('What the caller says') }).getByRole('button', { name: 'Compare' }).click();
  if (word) await panel(page).locator('.caller-answer', { hasText: word }).waitFor();
}

/** Makes a PIN for the customer whose page is open, and answers with it. */
export async function makePin(page) {
  await page.getByRole('button', { name: 'Make a PIN' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make a PIN' }).click();
  const pin = dialog.locator('.caller-pin');
  await pin.waitFor({ timeout: 30_000 });
  const made = await pin.textContent();
  await dialog.getByRole('button', { name: 'I have read it out' }).click();
  return made;
}

/** Adds somebody who works here; the first is the owner. */
export async function addPerson(page, name, role) {
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  if (role) await dialog.getByLabel('Role').selectOption({ label: role });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.locator('.person', { hasText: name }).waitFor();
}

/** Sets the PIN of whoever works here now; answers with the recovery code where there is one. */
export async function setPin(page, pin) {
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Set a PIN' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New PIN').fill(pin);
  await dialog.getByLabel('The same again').fill(pin);
  await dialog.getByRole('button', { name: 'Set a PIN' }).click();
  const code = dialog.locator('.caller-pin');
  await Promise.race([code.waitFor({ timeout: 30_000 }), dialog.waitFor({ state: 'hidden', timeout: 30_000 })]);
  if (await code.count() === 0) return null;
  const shown = await code.textContent();
  await dialog.getByRole('button', { name: 'I have written it down' }).click();
  return shown;
}

/** Somebody takes over the device; without a PIN at once. */
export async function takeOver(page, name, pin) {
  await page.locator('button.side-person').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name }).click();
  if (pin) {
    await dialog.getByLabel(`PIN of ${name}`).fill(pin);
    await dialog.getByRole('button', { name: 'Take over' }).click();
  }
}
