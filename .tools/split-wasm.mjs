// Splits a wasm module in two: the functions the first screen needs, and the rest, which is loaded after it.
//
// Both halves share memory, tables and globals, so it does not matter for what a function does which half it stands in. Data that
// only functions of the rest can mean come with it, written to the memory as it is put in place.
// A function of the rest that the first half calls has a stub there: it asks for the rest (which is there already, except
// when somebody was very quick), and jumps through a table of its own that the rest has filled. A function of the rest that
// stands in the program's table is not in it yet: before the first half jumps to a place of it that is empty, it asks, too.
import { splitData } from './split-data.mjs';
import { concat, readModule, signed, unsigned, writeModule } from './wasm-binary.mjs';

const I32 = 0x7f;
const FUNCREF = 0x70;
/** The table through which the program jumps. */
const PROGRAM = 0;
/** Names of what the halves share: the rest imports it from this module, under which the first half exports it. */
const FIRST = 'first';
/** The function by which the rest says that it is in place. */
const READY = 'ready';
/** The import by which the first half asks for the rest; public/rest.js gives it. */
const LOADER = { module: 'rest', field: 'load' };

/** Chromium compiles no more bytes than this while a page waits. */
const AT_ONCE = 8 * 1024 * 1024;

/** The module with a global of its own for every function, exported as `used:<number>` and set when the function runs. */
export function instrument(bytes) {
  const module = readModule(bytes);
  const { functions, globals, exports } = module;
  const before = globals.length;
  functions.forEach((one, at) => {
    one.body = { ...one.body, inserts: [{ at: one.body.begin, bytes: concat([[0x41], signed(1), [0x24], unsigned(before + at)]) }] };
    globals.push(concat([[I32, 1, 0x41], signed(0), [0x0b]]));
    exports.push({ field: `used:${at}`, kind: 3, index: before + at });
  });
  return writeModule(module);
}

/**
 * The first half looks into the program's table before each jump through it, and the rest fills what is empty there. That holds
 * only where nothing else reads or changes the table.
 */
function check({ imports, tables, elements, exports, start, functions, data }) {
  const refuse = (why) => { throw new Error(`a module that cannot be split: ${why}`); };
  if (imports.some((one) => one.kind !== 0)) refuse('it imports more than functions');
  if (start !== null) refuse('it runs by itself before its rest can be there');
  if (tables.length > 0 && tables[PROGRAM][0] !== FUNCREF) refuse('its first table holds no functions');
  if (exports.some((one) => one.kind === 1 && one.index === PROGRAM)) refuse('others see its table of functions');
  if (functions.some(({ body }) => body.tables.includes(PROGRAM))) refuse('it reads or changes its table of functions');
  if (functions.some(({ body }) => body.jumps.some((one) => one.table !== PROGRAM))) refuse('it jumps through a second table');
  if (elements.some((one) => one.table !== PROGRAM)) refuse('it fills a second table');
  const overlap = (row, length) => row.toSorted((a, b) => a.offset - b.offset)
    .some((one, at, sorted) => at > 0 && one.offset < sorted[at - 1].offset + length(sorted[at - 1]));
  if (overlap(elements, (one) => one.functions.length)) refuse('it fills a place of its table twice');
  if (overlap(data, (one) => one.bytes.length)) refuse('it writes a place of its memory twice');
}

/** The two halves. `used` holds the numbers of the functions (imports not counted) that the first half keeps. */
export function split(bytes, used) {
  const module = readModule(bytes);
  const { types, imports, functions, tables, memories, globals, exports, elements } = module;
  check(module);
  const count = imports.length;
  const defined = (index) => index >= count;
  // What names a data or element segment stays with it.
  const kept = functions.map((one, at) => used.has(at) || one.body.segments);
  const isKept = (index) => !defined(index) || kept[index - count];
  const data = splitData(module, kept);
  /** The consecutive parts of the element segments that hold such functions. */
  const elementsOf = (wanted) => elements.flatMap(({ table: into, offset, functions: row }) => {
    const runs = [];
    row.forEach((index, at) => {
      if (!wanted(index)) return;
      const last = runs.at(-1);
      if (last && last.offset + last.functions.length === offset + at) last.functions.push(index);
      else runs.push({ table: into, offset: offset + at, functions: [index] });
    });
    return runs;
  });

  // Functions of the rest that the first half names.
  const named = new Set();
  const name = (index) => { if (!isKept(index)) named.add(index); };
  functions.forEach((one, at) => { if (kept[at]) one.body.calls.forEach(({ index }) => name(index)); });
  exports.forEach((one) => { if (one.kind === 0) name(one.index); });
  const stubs = [...named].sort((a, b) => a - b);

  // What the rest takes from the first half, the most used first: low numbers are short.
  const taken = new Map();
  functions.forEach((one, at) => {
    if (kept[at]) return;
    for (const { index } of one.body.calls) {
      if (isKept(index)) taken.set(index, (taken.get(index) ?? 0) + 1);
    }
  });
  const shared = [...taken.keys()].sort((a, b) => taken.get(b) - taken.get(a) || a - b);

  const loadType = types.findIndex((one) => one.params.length === 0 && one.results.length === 0);
  const slotType = types.findIndex((one) => `${one.params}>${one.results}` === `${I32}>${I32}`);
  if (loadType < 0 || slotType < 0) throw new Error('the module lacks a type the halves need');
  const table = tables.length;
  const loaded = globals.length;
  const slots = [FUNCREF, 1, ...unsigned(stubs.length), ...unsigned(stubs.length)];

  const halves = { first: first(), rest: rest() };
  if (halves.rest.length >= AT_ONCE) throw new Error(`the rest has ${halves.rest.length} bytes: too many for a browser to compile at once`);
  for (const [half, written] of Object.entries(halves)) {
    if (!WebAssembly.validate(written)) throw new Error(`the half "${half}" of the program is not a valid module`);
  }
  return {
    ...halves,
    kept: kept.filter(Boolean).length,
    left: functions.length - kept.filter(Boolean).length,
    leftData: data.rest.reduce((sum, one) => sum + one.bytes.length, 0),
    stubs: stubs.length,
    shared: shared.length,
  };

  function first() {
    const number = new Map();
    const heard = new Set();
    const own = elementsOf(isKept);
    functions.forEach((one, at) => { if (kept[at]) one.body.calls.forEach(({ index }) => heard.add(index)); });
    exports.forEach((one) => { if (one.kind === 0) heard.add(one.index); });
    own.forEach((one) => one.functions.forEach((index) => heard.add(index)));
    const hostImports = imports.filter((_, index) => heard.has(index));
    imports.forEach((_, index) => { if (heard.has(index)) number.set(index, number.size); });
    const load = hostImports.length;
    let next = load + 1;
    functions.forEach((_, at) => { if (kept[at]) number.set(count + at, next++); });
    const ask = next++;
    const look = next++;
    stubs.forEach((index) => number.set(index, next++));

    const stub = (index, slot) => {
      const { type } = functions[index - count];
      const words = types[type].params.map((_, at) => [0x20, ...unsigned(at)]);
      return { type, body: { bytes: concat([[0], ...words, [0x41], signed(slot), [0x10], unsigned(ask), [0x11], unsigned(type), unsigned(table), [0x0b]]), calls: [] } };
    };
    const asking = concat([[0, 0x23], unsigned(loaded), [0x45, 0x04, 0x40, 0x10], unsigned(load), [0x0b, 0x20, 0, 0x0b]]);
    // The number of a place in the program's table, asked for the rest if the place is empty.
    const looking = concat([
      [0, 0x23], unsigned(loaded), [0x45, 0x04, 0x40, 0x20, 0, 0x25], unsigned(PROGRAM), [0xd1, 0x04, 0x40, 0x10], unsigned(load),
      [0x0b, 0x0b, 0x20, 0, 0x0b],
    ]);
    const careful = ({ type, body }) => {
      const inserts = body.jumps.filter((one) => one.table === PROGRAM).map(({ at }) => ({ at, bytes: [0x10, ...unsigned(look)] }));
      return { type, body: { ...body, inserts } };
    };
    return writeModule({
      ...module,
      data: data.first,
      elements: own,
      imports: [...hostImports, { ...LOADER, kind: 0, description: unsigned(loadType) }],
      functions: [
        ...functions.filter((_, at) => kept[at]).map(careful),
        { type: slotType, body: { bytes: asking, calls: [] } },
        { type: slotType, body: { bytes: looking, calls: [] } },
        ...stubs.map(stub),
      ],
      tables: [...tables, slots],
      globals: [...globals, concat([[I32, 1, 0x41], signed(0), [0x0b]])],
      exports: [
        ...exports,
        ...memories.map((_, at) => ({ field: `$m${at}`, kind: 2, index: at })),
        ...[...tables, slots].map((_, at) => ({ field: `$t${at}`, kind: 1, index: at })),
        ...[...globals, null].map((_, at) => ({ field: `$g${at}`, kind: 3, index: at })),
        ...shared.filter(defined).map((index) => ({ field: `:${index.toString(36)}`, kind: 0, index })),
      ],
    }, number);
  }

  function rest() {
    const number = new Map();
    const links = shared.map((index) => {
      number.set(index, number.size);
      if (!defined(index)) return imports[index];
      return { module: FIRST, field: `:${index.toString(36)}`, kind: 0, description: unsigned(functions[index - count].type) };
    });
    let next = links.length;
    functions.forEach((_, at) => { if (!kept[at]) number.set(count + at, next++); });
    // Not a number: those are of functions the module had before.
    number.set(READY, next);

    const from = (field, kind, description) => ({ module: FIRST, field, kind, description });
    return writeModule({
      types,
      imports: [
        ...links,
        ...memories.map((one, at) => from(`$m${at}`, 2, one)),
        ...[...tables, slots].map((one, at) => from(`$t${at}`, 1, one)),
        // Type and mutability; the value is the first half's.
        ...[...globals, [I32, 1]].map((one, at) => from(`$g${at}`, 3, one.slice(0, 2))),
      ],
      functions: [
        ...functions.filter((_, at) => !kept[at]),
        { type: loadType, body: { bytes: concat([[0, 0x41], signed(1), [0x24], unsigned(loaded), [0x0b]]), calls: [] } },
      ],
      tables: [], memories: [], globals: [], exports: [],
      start: READY,
      elements: [{ table, offset: 0, functions: stubs }, ...elementsOf((index) => !isKept(index))],
      data: data.rest,
    }, number);
  }
}
