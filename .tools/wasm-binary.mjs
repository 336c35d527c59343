// Reads and writes the parts of the wasm binary format that the app's modules use. What it does not know is an error,
// never a guess. https://webassembly.github.io/spec/core/binary/

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

export function unsigned(value) {
  const bytes = [];
  do {
    const low = value % 128;
    value = Math.floor(value / 128);
    bytes.push(value > 0 ? low | 0x80 : low);
  } while (value > 0);
  return bytes;
}

/** For numbers of 32 bits. */
export function signed(value) {
  const bytes = [];
  for (;;) {
    const low = value & 0x7f;
    value >>= 7;
    if ((value === 0 && !(low & 0x40)) || (value === -1 && low & 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

export const concat = (parts) => Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part))));
const list = (items) => concat([unsigned(items.length), ...items]);
const text = (words) => { const bytes = Buffer.from(words); return concat([unsigned(bytes.length), bytes]); };

class Reader {
  constructor(bytes, at = 0, end = bytes.length) {
    Object.assign(this, { bytes, at, end });
  }

  byte() {
    if (this.at >= this.end) throw new Error('the module ends too early');
    return this.bytes[this.at++];
  }

  number() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  /** A signed number whose value does not matter. */
  skip() {
    while (this.byte() >= 0x80);
  }

  signed() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return shift < 25 && byte & 0x40 ? value | (-1 << (shift + 7)) : value;
    }
  }

  /** The two halves of a signed number of 64 bits, the lower one first. */
  halves() {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (byte & 0x40) value |= -1n << (shift + 7n);
        return [Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n))];
      }
    }
  }

  take(length) {
    if (this.at + length > this.end) throw new Error('the module ends too early');
    return this.bytes.subarray(this.at, this.at += length);
  }

  text() {
    return this.take(this.number()).toString();
  }

  list(read) {
    return Array.from({ length: this.number() }, read);
  }

  /** The bytes that `read` goes over. */
  bytesOf(read) {
    const from = this.at;
    read();
    return this.bytes.subarray(from, this.at);
  }
}

const limits = (from) => {
  const flags = from.number();
  from.number();
  if (flags & 1) from.number();
  if (flags & ~1) throw new Error(`limits with flags ${flags}`);
};

/** Data that is written to the first memory before the program starts. */
function dataOf(from) {
  const flags = from.number();
  if (flags !== 0) throw new Error(`a data segment of kind ${flags}`);
  const offset = constant(from);
  return { offset, bytes: from.take(from.number()) };
}

/** An offset that is one constant: the number. */
function constant(from) {
  const code = from.byte();
  const value = from.signed();
  if (code !== 0x41 || from.byte() !== 0x0b) throw new Error('an offset that is not one number');
  return value;
}

function importOf(from) {
  const module = from.text();
  const field = from.text();
  const kind = from.byte();
  const description = from.bytesOf(() => {
    if (kind === 0) from.number();
    else if (kind === 1) { from.byte(); limits(from); } else if (kind === 2) limits(from);
    else if (kind === 3) from.take(2);
    else throw new Error(`${module}.${field}: an import of kind ${kind}`);
  });
  return { module, field, kind, description };
}

function globalOf(from) {
  return from.bytesOf(() => {
    from.byte();
    from.byte();
    while (from.at < from.end) {
      const code = from.byte();
      if (code === 0x0b) return;
      if (code === 0x41 || code === 0x42 || code === 0xd0) from.skip();
      else if (code === 0x43) from.take(4);
      else if (code === 0x44) from.take(8);
      else throw new Error(`a global that begins with instruction ${code}`);
    }
  });
}

function elementOf(from) {
  const flags = from.number();
  if (flags !== 0 && flags !== 2) throw new Error(`an element segment of kind ${flags}`);
  const table = flags === 2 ? from.number() : 0;
  const offset = constant(from);
  if (flags === 2 && from.byte() !== 0) throw new Error('an element segment of something else than functions');
  return { table, offset, functions: from.list(() => from.number()) };
}

/**
 * A function's bytes, the places in it that name a function, those that jump through a table, the tables it reads or changes,
 * whether it names a data or element segment, and the numbers that may be addresses: constants, and what is added to one.
 */
function bodyOf(from) {
  const length = from.number();
  const start = from.at;
  const end = start + length;
  const body = { bytes: from.bytes.subarray(start, end), calls: [], jumps: [], tables: [], segments: false, numbers: [] };
  const call = () => {
    const at = from.at - start;
    const index = from.number();
    body.calls.push({ at, to: from.at - start, index });
  };
  from.list(() => { from.number(); from.byte(); });
  body.begin = from.at - start;
  while (from.at < end) {
    const at = from.at - start;
    const code = from.byte();
    if (code === 0x10 || code === 0x12 || code === 0xd2) call();
    else if (code >= 0x02 && code <= 0x04) from.skip();
    else if (code === 0x0c || code === 0x0d || (code >= 0x20 && code <= 0x24)) from.number();
    else if (code === 0x25 || code === 0x26) body.tables.push(from.number());
    else if (code === 0x0e) { from.list(() => from.number()); from.number(); }
    else if (code === 0x11 || code === 0x13) body.jumps.push({ at, type: from.number(), table: from.number() });
    else if (code === 0x1c) from.list(() => from.byte());
    else if (code >= 0x28 && code <= 0x3e) {
      if (from.number() & 0x40) throw new Error('an instruction that names a memory');
      body.numbers.push(from.number());
    } else if (code === 0x3f || code === 0x40) from.byte();
    else if (code === 0x41) body.numbers.push(from.signed() >>> 0);
    else if (code === 0x42) body.numbers.push(...from.halves());
    else if (code === 0xd0) from.skip();
    else if (code === 0x43) from.take(4);
    else if (code === 0x44) from.take(8);
    else if (code === 0xfc) {
      const more = from.number();
      if (more === 8 || more === 9 || more === 12 || more === 13) body.segments = true;
      if (more > 17) throw new Error(`instruction 0xfc ${more}`);
      const words = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1][more];
      const named = Array.from({ length: words }, () => from.number());
      // table.init names an element segment first; table.copy names two tables, table.grow, size and fill one.
      if (more === 12) body.tables.push(named[1]);
      else if (more >= 14) body.tables.push(...named);
    } else if (![0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b, 0xd1].includes(code) && (code < 0x45 || code > 0xc4)) {
      throw new Error(`instruction 0x${code.toString(16)}`);
    }
  }
  if (from.at !== end) throw new Error('a function that ends in the middle of an instruction');
  return body;
}

/** The module's parts. A function is named by its number: the imported ones first, then those of `functions`. */
export function readModule(bytes) {
  if (HEADER.some((byte, at) => bytes[at] !== byte)) throw new Error('not a wasm module');
  const module = {
    types: [], imports: [], functions: [], tables: [], memories: [], globals: [], exports: [], start: null, elements: [],
    data: [],
  };
  const whole = new Reader(bytes, HEADER.length);
  let kinds = [];
  while (whole.at < bytes.length) {
    const id = whole.byte();
    const length = whole.number();
    const from = new Reader(bytes, whole.at, whole.at + length);
    whole.take(length);
    if (id === 0) continue;
    if (id === 1) {
      module.types = from.list(() => {
        if (from.byte() !== 0x60) throw new Error('a type that is not a function');
        return { params: from.list(() => from.byte()), results: from.list(() => from.byte()) };
      });
    } else if (id === 2) module.imports = from.list(() => importOf(from));
    else if (id === 3) kinds = from.list(() => from.number());
    else if (id === 4) module.tables = from.list(() => from.bytesOf(() => { from.byte(); limits(from); }));
    else if (id === 5) module.memories = from.list(() => from.bytesOf(() => limits(from)));
    else if (id === 6) module.globals = from.list(() => globalOf(from));
    else if (id === 7) module.exports = from.list(() => ({ field: from.text(), kind: from.byte(), index: from.number() }));
    else if (id === 8) module.start = from.number();
    else if (id === 9) module.elements = from.list(() => elementOf(from));
    else if (id === 10) module.functions = from.list(() => ({ body: bodyOf(from) }));
    else if (id === 11) module.data = from.list(() => dataOf(from));
    // How many segments of data follow.
    else if (id === 12) from.number();
    else throw new Error(`section ${id}`);
    if (from.at !== from.end) throw new Error(`section ${id} has ${from.end - from.at} bytes more than it says`);
  }
  module.functions.forEach((one, at) => { one.type = kinds[at]; });
  return module;
}

/** `inserts` are more bytes, each before the instruction that stands at a place. */
function bodyBytes({ bytes, calls, inserts = [] }, number) {
  const parts = [];
  let from = 0;
  const changes = [
    ...inserts.map(({ at, bytes: words }) => ({ at, to: at, words })),
    ...calls.map(({ at, to, index }) => ({ at, to, words: unsigned(number(index)) })),
  ].sort((a, b) => a.at - b.at);
  for (const { at, to, words } of changes) {
    parts.push(bytes.subarray(from, at), words);
    from = to;
  }
  parts.push(bytes.subarray(from));
  const all = concat(parts);
  return concat([unsigned(all.length), all]);
}

/** The module as a file. `numbers` says for each function's old number the new one; without it they stay. */
export function writeModule(module, numbers = null) {
  const number = (index) => {
    if (!numbers) return index;
    if (!numbers.has(index)) throw new Error(`function ${index} is named, but not there`);
    return numbers.get(index);
  };
  const parts = [Uint8Array.from(HEADER)];
  const section = (id, bytes) => parts.push([id], unsigned(bytes.length), bytes);
  const lists = (id, items) => { if (items.length > 0) section(id, list(items)); };
  lists(1, module.types.map(({ params, results }) => concat([[0x60], list(params.map((one) => [one])), list(results.map((one) => [one]))])));
  lists(2, module.imports.map((one) => concat([text(one.module), text(one.field), [one.kind], one.description])));
  lists(3, module.functions.map((one) => unsigned(one.type)));
  lists(4, module.tables);
  lists(5, module.memories);
  lists(6, module.globals);
  lists(7, module.exports.map(({ field, kind, index }) => concat([text(field), [kind], unsigned(kind === 0 ? number(index) : index)])));
  if (module.start !== null) section(8, unsigned(number(module.start)));
  lists(9, module.elements.map(({ table, offset, functions }) => concat([
    table === 0 ? [0, 0x41] : [2, ...unsigned(table), 0x41], signed(offset), table === 0 ? [0x0b] : [0x0b, 0],
    list(functions.map((index) => unsigned(number(index)))),
  ])));
  // What names a segment of data may only stand behind their number.
  if (module.functions.some((one) => one.body.segments)) section(12, unsigned(module.data.length));
  lists(10, module.functions.map((one) => bodyBytes(one.body, number)));
  lists(11, module.data.map(({ offset, bytes }) => concat([[0, 0x41], signed(offset), [0x0b], unsigned(bytes.length), bytes])));
  return concat(parts);
}
