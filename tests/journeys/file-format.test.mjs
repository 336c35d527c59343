// The published schema describes the files that Lasku saves, and refuses what Lasku refuses by shape.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';

const read = async (path) => JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8'));
const schema = await read('../../public/lasku.schema.json');
const file = () => read('../engine/formats/v1.json');
const desk = () => read('../engine/formats/v1-desk.json');
const history = () => read('../engine/formats/v1-history.json');
const stationery = () => read('../engine/formats/v1-stationery.json');
// Formats (uuid, date) are also patterns in the schema, so no plug-in is needed to check them.
const valid = new Ajv.default({ allErrors: true, strict: true, strictRequired: false, validateFormats: false }).compile(schema);

test('the file of version 1 follows the schema', async () => {
  assert.ok(valid(await file()), JSON.stringify(valid.errors, null, 2));
});

test('a file with a customer desk follows the schema', async () => {
  assert.ok(valid(await desk()), JSON.stringify(valid.errors, null, 2));
});

test('a file with a look of its own follows the schema', async () => {
  assert.ok(valid(await stationery()), JSON.stringify(valid.errors, null, 2));
});

test('a file with documents of another program follows the schema', async () => {
  assert.ok(valid(await history()), JSON.stringify(valid.errors, null, 2));
});

test('the schema refuses a case without events, and one of no known urgency', async () => {
  const empty = await desk();
  empty.cases[0].events = [];
  assert.equal(valid(empty), false);
  const urgent = await desk();
  urgent.cases[0].priority = 9;
  assert.equal(valid(urgent), false);
});

for (const [name, change] of [
  ['a file of another version', (book) => { book.version = 2; }],
  ['an unknown key', (book) => { book.accounts[0].colour = 'red'; }],
  ['an amount as a number', (book) => { book.invoices[0].totals.amount_due = 97.54; }],
  ['an amount without its currency', (book) => { book.payments[0].amount = '500.00'; }],
  ['a missing section', (book) => { delete book.journal; }],
  ['an id that is none', (book) => { book.contracts[0].account = 'Laine Oy'; }],
  ['a date that is none', (book) => { book.accounts[0].since = '1.1.2026'; }],
  ['a contract without services', (book) => { book.contracts[0].services = []; }],
  ['a type of document that is none', (book) => { book.invoices[0].type_code = 'proforma'; }],
]) {
  test(`the schema refuses ${name}`, async () => {
    const book = await file();
    change(book);
    assert.equal(valid(book), false);
  });
}
