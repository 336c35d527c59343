// The settings screen: what a journey does there.
import { goTo } from './navigation.mjs';

/** Fills in who bills, as the law asks of an invoice. */
export async function nameSeller({ page, open }, seller = {}) {
  const { name = 'Pihlaja Palvelut Oy', businessId = '0737546-2', street = 'Rantakatu 4 B', postalCode = '00140', city = 'Helsinki', iban = 'FI21 1234 5600 0007 85' } = seller;
  await open();
  await goTo(page, 'Settings');
  await page.getByLabel('Legal name').fill(name);
  await page.getByLabel('Business ID').fill(businessId);
  await page.getByLabel('Street address').fill(street);
  await page.getByLabel('Postcode').fill(postalCode);
  await page.getByLabel('City').fill(city);
  await page.getByLabel('Bank account (IBAN)').fill(iban);
  await page.getByRole('button', { name: 'Save your business' }).click();
  await page.getByText('Your business details are saved.').waitFor();
}
