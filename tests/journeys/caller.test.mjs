// Who is calling: refused, recognised by phrase, by an invoice of their own and by a call-back; and who works at the device.
import { assert, journey } from './support/journey.mjs';
import { addPerson, hear, level, makePin, panel, setPin, takeOver, way } from './screens/caller.mjs';
import { addAccount } from './screens/customer.mjs';
import { desk, happened, name, write } from './screens/desk.mjs';
import { writeInvoice } from './screens/draft.mjs';
import { saveBook } from './screens/files.mjs';
import { heading } from './screens/form.mjs';
import { goTo } from './screens/navigation.mjs';
import { nameSeller } from './screens/settings.mjs';

const CUSTOMER = 'Lahti Oy';

/** A call that was answered, about the customer. */
async function callFrom(page, customer) {
  await desk(page);
  await page.keyboard.press('r');
  await page.locator('.desk-row-waiting').waitFor();
  await page.keyboard.press('a');
  await heading(page, 'Unknown caller');
  if (customer) await name(page, customer);
}

/** What the palette answers. */
async function find(page, text) {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find anything' }).fill(text);
  return page.getByRole('option', { name: text });
}

journey('five wrong phrases lock, and nothing of what was said is kept anywhere', { timeout: 240_000 }, async ({ page, open, axe, shot }) => {
  await page.clock.install({ time: new Date('2026-11-30T10:00:00+02:00') });
  await open();
  await addAccount(page, { Name: CUSTOMER, Phone: '040 123 4567' });
  const pin = await makePin(page);
  assert.match(pin, /^\d{6}$/);
  await page.getByText('PIN made by the app').waitFor();
  await callFrom(page, CUSTOMER);
  await level(page, 'Not recognised').waitFor();
  await axe();
  await shot('not-recognised');
  const field = panel(page).getByLabel('What the caller says');
  await field.fill('131052-308T');
  await panel(page).getByText("An identity code can't be used to recognise anybody.").waitFor();
  await axe();
  const said = ['punainen hevonen 1', 'punainen hevonen 2', 'punainen hevonen 3', 'punainen hevonen 4', 'punainen hevonen 5'];
  for (const [place, phrase] of said.entries()) {
    await hear(page, phrase, 'No');
    assert.equal(await field.count() === 0 || await field.inputValue() === '', true, 'what was typed is gone');
    if (place === 2) {
      await panel(page).getByText('Wrong too often').waitFor();
      await hear(page, pin);
      await panel(page).getByText('Another try is heard in').waitFor();
      await page.clock.fastForward(31_000);
    }
    if (place === 3) await page.clock.fastForward(301_000);
  }
  await panel(page).getByText('No attempt is heard any more.').waitFor();
  await shot('locked');
  await axe();
  await page.keyboard.press('h');
  await happened(page, 'Call ended').waitFor();
  const { text } = await saveBook(page);
  assert.ok(!text.includes('hevonen') && !text.includes('131052') && !text.includes(`"${pin}"`), 'nothing that was said is in the file');
  const kept = await page.evaluate(async () => {
    const texts = [JSON.stringify(localStorage)];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of database.objectStoreNames) {
        const values = await new Promise((resolve, reject) => {
          const asked = database.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => resolve(asked.result);
          asked.onerror = () => reject(asked.error);
        });
        for (const value of values) texts.push(value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value));
      }
      database.close();
    }
    return texts.join('\n');
  });
  assert.ok(!kept.includes('hevonen') && !kept.includes('131052'), 'nothing that was said is in the browser');
});

journey('a customer is recognised by their phrase, and the account opens for as long as the call shows life', {}, async ({ page, open, axe, shot }) => {
  await page.clock.install({ time: new Date('2026-11-30T10:00:00+02:00') });
  await open();
  await addAccount(page, { Name: CUSTOMER, Phone: '040 123 4567' });
  const pin = await makePin(page);
  await callFrom(page, CUSTOMER);
  await panel(page).getByRole('button', { name: 'Compare' }).first().waitFor();
  await hear(page, pin.replace(/^(\d{3})/, '$1 '), 'Yes');
  await level(page, 'Strongly recognised').waitFor();
  await panel(page).getByText('Recognition ends, if nothing happens, in').waitFor();
  await axe();
  await shot('verified');
  await page.clock.fastForward(60_000);
  await panel(page).getByText(/^3:\d\d$/).waitFor();
  await panel(page).getByRole('button', { name: 'Still there' }).click();
  await panel(page).getByText(/^4:\d\d$/).waitFor();
  await page.clock.fastForward(301_000);
  await panel(page).getByText('Nothing happened for too long').waitFor();
  // A customer is still found by name, but not looked at.
  await find(page, CUSTOMER).then((found) => found.click());
  await heading(page, 'Not shown during this call');
  await page.getByText('not recognised as this customer').waitFor();
  await axe();
  await shot('gate');
  await page.getByRole('button', { name: 'The call is over' }).click();
  await heading(page, CUSTOMER);
});

journey('a caller who holds an invoice sees that invoice and nothing else', {}, async (clerk) => {
  const { page, axe, shot } = clerk;
  await page.clock.install({ time: new Date('2026-11-30T10:00:00+02:00') });
  await nameSeller(clerk);
  await addAccount(page, { Name: CUSTOMER });
  const number = await writeInvoice(page, { account: CUSTOMER, description: 'Cleaning', price: '100.00' });
  const first = page.url();
  await writeInvoice(page, { account: CUSTOMER, description: 'Windows', price: '50.00' });
  await callFrom(page);
  const paper = await way(page, 'Their own invoice');
  await paper.getByLabel('Invoice number').fill(number);
  await paper.getByLabel('Total').fill('125.51');
  await paper.getByLabel('Due date').fill('2026-12-14');
  await paper.getByRole('button', { name: 'Compare' }).click();
  await panel(page).locator('.caller-answer', { hasText: 'No' }).waitFor();
  await paper.getByLabel('Invoice number').fill(number);
  await paper.getByLabel('Total').fill('125.50');
  await paper.getByLabel('Due date').fill('2026-12-14');
  await paper.getByRole('button', { name: 'Compare' }).click();
  await level(page, 'Holds one invoice').waitFor();
  await axe();
  await shot('one-invoice');
  assert.equal(await (await find(page, number)).count(), 0, 'the search finds no bills');
  await page.keyboard.press('Escape');
  await page.getByRole('navigation').getByRole('link', { name: 'Invoices' }).first().click();
  await heading(page, 'Not shown during this call');
  await page.getByRole('link', { name: 'To their invoice' }).click();
  await heading(page, `Invoice ${number}`);
  assert.equal(page.url(), first);
  assert.equal(await page.getByRole('region', { name: 'Next steps' }).count(), 0, 'it is explained, and nothing is done about it');
  await page.getByRole('link', { name: CUSTOMER }).first().click();
  await heading(page, 'Not shown during this call');
  await page.getByRole('link', { name: 'To their invoice' }).waitFor();
});

journey('a case shows nothing of earlier calls before its caller is recognised, and nothing at all during another customer’s call', {}, async ({ page, open, axe, shot }) => {
  const [said, other] = ['The router blinks red', 'Kahvila Aamu'];
  await open();
  await addAccount(page, { Name: CUSTOMER, Phone: '040 123 4567', City: 'Lahti' });
  await addAccount(page, { Name: other });
  await callFrom(page, CUSTOMER);
  await write(page, 'Note', said);
  await happened(page, said).waitFor();
  await page.keyboard.press('h');
  await happened(page, 'Call ended').waitFor();
  const openEarlier = async () => {
    await desk(page);
    await page.getByRole('region', { name: 'Open cases' }).getByRole('link', { name: CUSTOMER }).first().click();
  };
  await callFrom(page, CUSTOMER);
  await openEarlier();
  await heading(page, CUSTOMER);
  await page.getByText('only this call is shown').waitFor();
  assert.equal(await happened(page, said).count(), 0, 'an earlier call stays closed');
  assert.equal(await page.locator('.case-customer').innerText(), CUSTOMER, 'the name and nothing beside it');
  await axe();
  await shot('earlier-call');
  await desk(page);
  await page.getByRole('button', { name: 'End the call' }).click();
  await openEarlier();
  await happened(page, said).waitFor();
  await callFrom(page, other);
  await openEarlier();
  await heading(page, 'Not shown during this call');
  await page.getByText('You are on a call about another customer.').waitFor();
  await axe();
  await page.getByRole('button', { name: 'The call is over' }).click();
  await happened(page, said).waitFor();
});

journey('a customer is called back at the number on file, on the phone', { size: 'phone', scheme: 'dark' }, async ({ page, open, axe, shot }) => {
  await open();
  await addAccount(page, { Name: CUSTOMER, Phone: '040 123 4567' });
  await page.getByRole('link', { name: 'Desk' }).click();
  await heading(page, 'Desk');
  await page.getByRole('button', { name: 'Call came in' }).click();
  await page.locator('.desk-row-waiting').getByRole('button', { name: 'Answer' }).click();
  await heading(page, 'Unknown caller');
  await name(page, CUSTOMER);
  await panel(page).getByRole('button', { name: 'Call', exact: true }).click();
  await panel(page).getByRole('button', { name: "It's them" }).waitFor();
  await axe();
  await shot('calling');
  await panel(page).getByRole('button', { name: "It's them" }).click();
  await level(page, 'Strongly recognised').waitFor();
  await axe();
});

journey('a representative can not change the settings, the owner can, and the journal says who', { timeout: 240_000 }, async ({ page, open, axe, shot }) => {
  await open();
  await addPerson(page, 'Aino');
  await addPerson(page, 'Eero', 'Representative');
  const code = await setPin(page, '482 193');
  assert.match(code, /^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$/);
  await axe();
  await shot('people');
  await takeOver(page, 'Eero');
  await page.getByText('Eero works here now.').waitFor();
  await page.getByText('This takes the role Owner. Yours here is Representative.').first().waitFor();
  for (const name of ['Save your business', 'Add a person', 'Add a series']) {
    assert.ok(await page.getByRole('button', { name }).isDisabled(), `${name} waits for an owner`);
  }
  await takeOver(page, 'Aino', '111222');
  await page.getByText('That is not the PIN.').waitFor();
  await axe();
  await shot('take-over');
  await page.getByRole('dialog').getByLabel('PIN of Aino').fill('482193');
  await page.getByRole('dialog').getByRole('button', { name: 'Take over' }).click();
  await page.getByText('Aino works here now.').waitFor({ timeout: 30_000 });
  await page.getByLabel('Legal name').fill('Ainon Oy');
  await page.getByLabel('Street address').fill('Rantakatu 4 B');
  await page.getByRole('button', { name: 'Save your business' }).click();
  await page.getByText('Your business details are saved.').waitFor();
  // The owner forgets the PIN: the code opens once and takes the PIN away.
  await takeOver(page, 'Eero');
  await page.getByText('Eero works here now.').waitFor();
  await page.locator('button.side-person').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Aino' }).click();
  await dialog.getByRole('button', { name: 'I forgot my PIN' }).click();
  await dialog.getByLabel('Recovery code').fill(code.toLowerCase());
  await dialog.getByRole('button', { name: 'Take over' }).click();
  await page.getByText('Aino works here now.').last().waitFor({ timeout: 30_000 });
  await page.getByText('No PIN: anybody can say').first().waitFor();
  const { book } = await saveBook(page);
  const names = book.journal.filter((entry) => ['take_over', 'recover_pin', 'revise_seller'].includes(entry.command)).map((entry) => entry.command);
  assert.deepEqual(names, ['take_over', 'take_over', 'revise_seller', 'take_over', 'recover_pin']);
  assert.equal(book.journal.find((entry) => entry.command === 'revise_seller').by.name, 'Aino');
});

journey('the rules of the desk are set in the settings, and what is wrong is said at its field', {}, async ({ page, open, axe, shot }) => {
  await page.clock.install({ time: new Date('2026-11-30T10:00:00+02:00') });
  await open();
  await goTo(page, 'Settings');
  await page.getByLabel('Saturday').fill('ten to two');
  await page.getByRole('button', { name: "Save the desk's rules" }).click();
  await page.locator('.error-summary').getByText('Saturday').waitFor();
  await page.getByLabel('Saturday').fill('10-14');
  await page.getByRole('button', { name: "Add Finland's holidays of 2026" }).click();
  assert.match(await page.getByLabel('Closed days').inputValue(), /2026-06-20/);
  await page.getByRole('button', { name: "Save the desk's rules" }).click();
  await page.getByText("The desk's rules are saved.").waitFor();
  await axe();
  await shot('policy');
  const { book } = await saveBook(page);
  assert.deepEqual(book.policies[0].hours.week[5], ['10:00-14:00']);
});
