// A program is split only where both halves surely do what the whole did. Each row is a shape for which that is not known.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRequire } from 'node:module';
import { split } from '../../.tools/split-wasm.mjs';

const { default: binaryen } = await import(createRequire(import.meta.url).resolve('binaryen'));

const FAR = '(func $none) (func $far (param i32) (result i32) (i32.const 42))';
const FILLED = '(elem (i32.const 1) func $far)';
const JUMP = '(func (export "go") (result i32) (call_indirect (type $jump) (i32.const 0) (i32.const 1)))';

function assembled(body) {
  const module = binaryen.parseText(`(module (type $none (func)) (type $jump (func (param i32) (result i32))) ${body})`);
  module.setFeatures(binaryen.Features.All & ~binaryen.Features.GC);
  try {
    return Buffer.from(module.emitBinary());
  } finally {
    module.dispose();
  }
}

test('a function that is left to the rest is reached through the table', () => {
  const halves = split(assembled(`(table 4 funcref) ${FAR} ${FILLED} ${JUMP}`), new Set([2]));
  let asked = 0;
  const load = () => {
    asked += 1;
    new WebAssembly.Instance(new WebAssembly.Module(halves.rest), { first: first.exports });
  };
  const first = new WebAssembly.Instance(new WebAssembly.Module(halves.first), { rest: { load } });
  assert.equal(first.exports.go(), 42);
  assert.equal(first.exports.go(), 42);
  assert.equal(asked, 1);
});

/** The program's halves, put together as a browser does; `both` brings the rest. */
function begun(body, used) {
  const halves = split(assembled(body), used);
  const first = new WebAssembly.Instance(new WebAssembly.Module(halves.first), { rest: { load: () => both() } });
  const both = () => new WebAssembly.Instance(new WebAssembly.Module(halves.rest), { first: first.exports });
  const text = (at, length) => Buffer.from(first.exports.m.buffer, at, length).toString();
  return { first: first.exports, both, text };
}

// Three texts far enough from each other, and a row at 1024 that holds the third's address.
const TEXTS = `(memory (export "m") 1) (data (i32.const 1024) "\\00\\20\\00\\00") (data (i32.const 2048) "begin${'.'.repeat(2048)}")
  (data (i32.const 5120) "later${'.'.repeat(2048)}") (data (i32.const 8192) "named${'.'.repeat(2048)}")`;

test('data that only the rest can mean come with it', () => {
  const { first, both, text } = begun(`${TEXTS} (table 4 funcref) (func $none)
    (func (export "begin") (param i32) (result i32) (i32.add (i32.const 2048) (i32.load offset=1024 (local.get 0))))
    (func (export "later") (param i32) (result i32) (i32.const 5120))`, new Set([1]));
  assert.deepEqual([text(2048, 5), text(8192, 5), text(5120, 5)], ['begin', 'named', '\0'.repeat(5)]);
  assert.equal(first.begin(0), 2048 + 8192);
  both();
  assert.deepEqual([text(2048, 5), text(8192, 5), text(5120, 5)], ['begin', 'named', 'later']);
});

test('a function of the rest finds its data', () => {
  const { first, text } = begun(`${TEXTS} (table 4 funcref) (func $none)
    (func (export "later") (param i32) (result i32) (i32.load8_u offset=5120 (local.get 0)))`, new Set([0]));
  assert.equal(text(5120, 5), '\0'.repeat(5));
  assert.equal(first.later(0), 'l'.charCodeAt(0));
});

for (const [why, body] of [
  ['runs by itself', `(table 4 funcref) ${FAR} ${FILLED} ${JUMP} (start $none)`],
  ['holds no functions', '(table 4 externref) (func)'],
  ['others see', `(table (export "t") 4 funcref) ${FAR} ${FILLED} ${JUMP}`],
  ['reads or changes', `(table 4 funcref) ${FAR} ${FILLED} (func (table.copy (i32.const 0) (i32.const 1) (i32.const 1)))`],
  ['reads or changes', `(table 4 funcref) ${FAR} ${FILLED} (func (drop (table.grow 0 (ref.null func) (i32.const 1))))`],
  ['reads or changes', `(table 4 funcref) ${FAR} ${FILLED} (func (table.fill 0 (i32.const 1) (ref.null func) (i32.const 1)))`],
  ['reads or changes', `(table 4 funcref) ${FAR} ${FILLED} (func (table.set 0 (i32.const 1) (ref.null func)))`],
  ['through a second table', `(table 4 funcref) (table $b 4 funcref) ${FAR} ${FILLED} (func (result i32) (call_indirect $b (type $jump) (i32.const 0) (i32.const 1)))`],
  ['fills a second table', `(table 4 funcref) (table $b 4 funcref) ${FAR} (elem (table $b) (i32.const 1) func $far)`],
  ['memory twice', `(memory 1) (data (i32.const 0) "four") (data (i32.const 3) "four") (table 4 funcref) ${FAR}`],
  ['table twice', `(table 4 funcref) ${FAR} ${FILLED} (elem (i32.const 1) func $far) ${JUMP}`],
]) {
  test(`a program is refused: ${why}: ${body.slice(-60)}`, () => {
    assert.throws(() => split(assembled(body), new Set()), new RegExp(`cannot be split: .*${why}`));
  });
}
