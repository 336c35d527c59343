// Finds out which of a program's data its first half needs. Nothing in a finished module says where one datum ends and the next
// begins, or which of them holds the addresses of others; so this keeps whatever could be meant, and more around it. The journeys
// start the program with rubbish in the place of all the rest (`tests/journeys/halves.test.mjs`).
//
// An address is any number in a function that lies among the data: a constant, half of one with 64 bits (an address and a length
// are kept as one), or what a load or store adds to one. Data hold addresses, too, at places that four divides; so what is kept is
// searched in turn. A datum reaches from its address to the next one that anybody names.

/** So far it reaches at least: a function may walk through a row that another one enters in the middle. */
const REACH = 64;
/** What stands so near behind is kept, too. */
const BEHIND = 256;
/** And before: a table whose first row has a number is addressed from where its row 0 would stand. */
const BEFORE = 64;
/** Fewer bytes than this are not worth a gap. */
const GAP = 128;

/** The segments that the first half needs, and those that may come with the rest. `kept` tells a function of the first half. */
export function splitData({ data, functions }, kept) {
  // A function that names a segment by its number would find another.
  if (data.length === 0 || functions.some(({ body }) => body.segments)) return { first: data, rest: [] };
  const lowest = Math.min(...data.map((one) => one.offset));
  const begin = lowest - (lowest % 4);
  const end = Math.max(...data.map((one) => one.offset + one.bytes.length));
  const memory = Buffer.alloc(end - begin);
  for (const { offset, bytes } of data) memory.set(bytes, offset - begin);
  const inside = (address) => address >= begin && address < end;

  const named = new Set();
  const wanted = [];
  functions.forEach(({ body }, at) => {
    for (const address of body.numbers) {
      if (!inside(address)) continue;
      named.add(address);
      if (kept[at]) wanted.push(address);
    }
  });
  for (let at = 0; at + 4 <= memory.length; at += 4) {
    const address = memory.readUInt32LE(at);
    if (inside(address)) named.add(address);
  }
  const edges = [...named, end].sort((a, b) => a - b);

  const needed = new Uint8Array(memory.length);
  const searched = new Set();
  while (wanted.length > 0) {
    const address = wanted.pop();
    if (searched.has(address)) continue;
    searched.add(address);
    const from = address - begin;
    const until = Math.min(Math.max(edges[above(edges, address)], address + REACH), end) - begin;
    needed.fill(1, Math.max(from - BEFORE, 0), Math.max(until, from + BEHIND));
    for (let at = from - (from % 4); at + 4 <= until; at += 4) {
      const found = memory.readUInt32LE(at);
      if (inside(found)) wanted.push(found);
    }
  }
  return { first: [...parts(data, begin, needed, true)], rest: [...parts(data, begin, needed, false)] };
}

/** The place of the first number above another in a sorted row. */
function above(row, number) {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (row[middle] > number) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The parts of the segments that are needed, or those that are not; small gaps are closed. */
function* parts(data, begin, needed, wanted) {
  for (const { offset, bytes } of data) {
    const isGap = gapsOf(needed.subarray(offset - begin, offset - begin + bytes.length));
    let from = 0;
    for (let at = 1; at <= bytes.length; at += 1) {
      if (at < bytes.length && isGap[at] === isGap[from]) continue;
      if (Boolean(isGap[from]) !== wanted) yield { offset: offset + from, bytes: bytes.subarray(from, at) };
      from = at;
    }
  }
}

/** Marks the runs of bytes that are not needed and long enough. */
function gapsOf(needed) {
  const gaps = new Uint8Array(needed.length);
  let from = 0;
  for (let at = 0; at <= needed.length; at += 1) {
    if (at < needed.length && !needed[at]) continue;
    if (at - from >= GAP) gaps.fill(1, from, at);
    from = at + 1;
  }
  return gaps;
}
