// A saved file with a long past: one real document, its payment and what they left behind, repeated as often as asked for,
// each with its own number, customer and amount, and a journal that knows them all.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { vat } from './cents.mjs';

const BATCH = 500;
const sha = (text) => createHash('sha256').update(text).digest('hex');
const id = (kind, index) => `0000000${kind}-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
const euros = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')} EUR`;

/** The number as a reference for a bank: the digits and a check digit by weights 7, 3, 1. */
function reference(number) {
  const digits = number.replace(/\D/g, '');
  const sum = [...digits].reverse().reduce((all, digit, index) => all + Number(digit) * [7, 3, 1][index % 3], 0);
  return `${digits}${(10 - sum % 10) % 10}`;
}

/** Net cents of a document of the archive. */
export const netOf = (index) => 1000 + index;

/** The number of a document of the archive. */
export const numberOf = (index) => `2026-${String(index + 1).padStart(5, '0')}`;

/** The name of a customer of the archive. */
export const nameOf = (customer) => `Customer ${String(customer + 1).padStart(4, '0')} Oy`;

/** Writes the file. `book` is a saved one with one paid invoice and nothing else; answers with the file's size. */
export async function writeArchive(path, book, { documents, customers }) {
  const { invoices: [invoice], payments: [payment], receivables: [receivable], credits: [credit], accounts: [account], journal } = book;
  const out = createWriteStream(path);
  let size = 0;
  let waiting = [];
  const flush = async () => {
    const text = waiting.join('');
    waiting = [];
    size += Buffer.byteLength(text);
    if (!out.write(text)) await once(out, 'drain');
  };
  const put = async (text) => {
    waiting.push(text);
    if (waiting.length >= 2000) await flush();
  };
  const day = (index, more = 0) => {
    const month = Math.floor(index * 9 / documents) + 1;
    return `2026-0${month}-${String(10 + more).padStart(2, '0')}`;
  };
  const accountOf = (index) => index % customers;
  const totalOf = (index) => netOf(index) + vat(netOf(index));
  const records = {
    accounts: [customers, (index) => ({ ...account, id: id(1, index), number: String(1001 + index), name: nameOf(index) })],
    invoices: [documents, (index) => {
      const [line] = invoice.lines;
      const [part] = invoice.totals.breakdown;
      const net = euros(netOf(index));
      const tax = euros(vat(netOf(index)));
      const total = euros(totalOf(index));
      const customer = accountOf(index);
      return {
        ...invoice, id: id(2, index), number: numberOf(index), account: id(1, customer), issue_date: day(index), due_date: day(index, 14),
        buyer: { ...invoice.buyer, number: String(1001 + customer), name: nameOf(customer) },
        ...(invoice.reference ? { reference: reference(numberOf(index)) } : {}),
        lines: [{
          ...line, item: { ...line.item, unit_price: net.replace(' EUR', '').replace(/\.?0+$/, '') },
          derivation: { ...line.derivation, gross: net }, net,
        }],
        totals: {
          ...invoice.totals, lines_total: net, tax_exclusive_total: net, tax_total: tax, tax_inclusive_total: total, amount_due: total,
          breakdown: [{ ...part, taxable: net, amount: tax }],
        },
      };
    }],
    payments: [documents, (index) => ({
      ...payment, id: id(3, index), account: id(1, accountOf(index)), received: day(index, 7), amount: euros(totalOf(index)),
      ...(payment.reference ? { reference: reference(numberOf(index)) } : {}),
    })],
    receivables: [documents, (index) => ({
      ...receivable, invoice: id(2, index), account: id(1, accountOf(index)), number: numberOf(index), issue_date: day(index), due_date: day(index, 14),
      total: euros(totalOf(index)),
      entries: [{ ...receivable.entries[0], on: day(index, 7), kind: { payment: id(3, index) }, amount: euros(totalOf(index)) }],
    })],
    credits: [documents, (index) => ({
      ...credit, source: { payment: id(3, index) }, account: id(1, accountOf(index)), on: day(index, 7), amount: euros(totalOf(index)),
      uses: [{ on: day(index, 7), kind: { invoice: { id: id(2, index), number: numberOf(index) } }, amount: euros(totalOf(index)) }],
    })],
  };
  const entries = sealed(journal, records, documents);
  const head = entries.at(-1);
  const series = { ...book.series[0], next: documents + 1, last_issued: day(documents - 1) };
  const whole = {
    ...book, series: [series, ...book.series.slice(1)],
    mark: { ...book.mark, series: { ...book.mark.series, [series.id]: documents + 1 }, journal: { sequence: head.sequence, hash: head.hash } },
  };
  let first = true;
  for (const [key, value] of Object.entries(whole)) {
    await put(`${first ? '{' : ','}${JSON.stringify(key)}:`);
    first = false;
    if (key === 'journal') {
      await put(`[${entries.map((entry) => JSON.stringify(entry)).join(',')}]`);
    } else if (key in records) {
      const [count, record] = records[key];
      for (let index = 0; index < count; index += 1) await put(`${index ? ',' : '['}${JSON.stringify(record(index))}`);
      await put(']');
    } else {
      await put(JSON.stringify(value));
    }
  }
  await put('}');
  await flush();
  out.end();
  await once(out, 'finish');
  return size;
}

/** The journal: what the template's says before its invoice, then batches of documents and of payments. */
function sealed(journal, records, documents) {
  const kept = journal.slice(0, journal.findIndex((entry) => entry.facts.some((fact) => fact.what === 'invoice_issued')));
  const issued = journal.find((entry) => entry.facts.some((fact) => fact.what === 'invoice_issued'));
  const paid = journal.find((entry) => entry.facts.some((fact) => fact.what === 'payment_received'));
  const entries = [...kept];
  const seal = (like, facts) => {
    const previous = entries.at(-1);
    const { hash: _, ...body } = {
      ...like, sequence: previous.sequence + 1, facts, digest: sha(String(previous.sequence)), previous: previous.hash,
    };
    entries.push({ ...body, hash: sha(JSON.stringify(body)) });
  };
  const fact = (entry, what) => entry.facts.find((one) => one.what === what);
  for (let from = 0; from < documents; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, documents - from) }, (_, index) => from + index);
    const digest = (section, index) => sha(JSON.stringify(records[section][1](index)));
    seal(issued, batch.map((index) => ({ ...fact(issued, 'invoice_issued'), subject: id(2, index), label: numberOf(index), digest: digest('invoices', index) })));
    seal(paid, batch.map((index) => ({ ...fact(paid, 'payment_received'), subject: id(3, index), digest: digest('payments', index) })));
  }
  return entries;
}
