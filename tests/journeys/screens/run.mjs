// The billing run: what a journey does there.
import { goTo } from './navigation.mjs';

/** Goes to the run and says up to which day, and with which date on the documents. */
export async function beginRun(page, { target, issueDate = target }) {
  await goTo(page, 'Billing run');
  await page.getByLabel('Bill what is due by').fill(target);
  await page.getByLabel('Issue date').fill(issueDate);
}

/** Presses the button and the one that confirms; the run goes on. `count` is written as the page writes it. */
export async function confirmRun(page, count) {
  const name = count === '1' ? 'Issue 1 document' : `Issue ${count} documents`;
  await page.getByRole('button', { name, exact: true }).first().click({ timeout: 60_000 });
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
}

/** Issues everything that is proposed and waits until it is done. */
export async function issueRun(page, count) {
  await confirmRun(page, count);
  await page.getByRole('heading', { name: 'Done', exact: true }).waitFor({ timeout: 120_000 });
}
