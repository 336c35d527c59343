// The customers of a real telephone company, as a list to import.
import { beginList, fillFrom } from './files.mjs';

/** Maps the list: one contract a row at its monthly charge from 2026 on; who churned left with 2025. `billed` says what is billed. */
export async function mapCustomers(page, text, billed) {
  await beginList(page, 'telco-customers.csv', text);
  await fillFrom(page, 'Customer number', { column: 'customerID' });
  await fillFrom(page, 'Name', { column: 'customerID' });
  if (!await page.getByLabel('Each row also holds a contract').isChecked()) await page.getByLabel('Each row also holds a contract').check();
  await fillFrom(page, 'Price for a billing period', { column: 'MonthlyCharges' });
  await fillFrom(page, 'What is billed', billed);
  await fillFrom(page, 'VAT', { value: '25.5 %' });
  await fillFrom(page, 'How often it is billed', { choice: 'Every month' });
  await fillFrom(page, 'In advance or in arrears', { choice: 'In advance' });
  await fillFrom(page, 'First day', { value: '2026-01-01' });
  await page.getByLabel('Some contracts have ended').check();
  await page.getByLabel('A contract has ended when the column').selectOption({ label: 'Churn' });
  await page.getByLabel('says', { exact: true }).fill('Yes');
  await page.getByLabel('Those started on').fill('2025-01-01');
  await page.getByLabel('and their last day was').fill('2025-12-31');
}
