// The figures as one table.

/** Milliseconds of a fixed loop: how quick the machine is just now. The best of three, so that a short disturbance is left out. */
function calibrate() {
  let best = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const begun = performance.now();
    let state = 1;
    for (let step = 0; step < 30_000_000; step += 1) state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    // Never so; it keeps the loop from being left out.
    if (state === -1) console.log(state);
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

export class Table {
  #rows = [];

  #loop = '';

  /** Measures one part between two turns of the fixed loop. What fails is a row of the table, and the rest goes on. */
  async measure(name, part) {
    console.log(`measuring: ${name}`);
    const before = calibrate();
    const from = this.#rows.length;
    try {
      await part();
    } catch (error) {
      this.row(name, 'not measured', { note: error.message.split('\n').slice(0, 3).join(' ') });
      console.error(error);
    }
    const after = calibrate();
    this.#loop = `${before.toFixed(0)} → ${after.toFixed(0)}`;
    for (const row of this.#rows.slice(from)) row.loop = this.#loop;
  }

  /** One figure. */
  row(what, figure, { ratio = null, against = '', must = '', aim = '', note = '' } = {}) {
    const compared = ratio === null ? '' : `${ratio.toFixed(2)} × ${against}`;
    this.#rows.push({ what, figure, compared, must, aim, note });
    console.log(`  ${what}: ${figure}${compared ? `, ${compared}` : ''}${note ? ` (${note})` : ''}`);
  }

  /** A part of the figure before. */
  detail(what, figure) {
    this.#rows.push({ what: `  ${what}`, figure, compared: '', must: '', aim: '', note: '' });
  }

  print() {
    const columns = ['what', 'figure', 'compared', 'must', 'aim', 'loop', 'note'];
    const heads = { what: 'what', figure: 'figure', compared: 'compared', must: 'must', aim: 'aim', loop: 'loop ms', note: '' };
    const all = [heads, ...this.#rows];
    const widths = columns.map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
    console.log('');
    for (const row of all) {
      console.log(columns.map((column, index) => {
        const text = row[column] ?? '';
        return index === 1 ? text.padStart(widths[index]) : text.padEnd(widths[index]);
      }).join('  ').trimEnd());
    }
  }
}
