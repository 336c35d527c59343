// The journeys' own arithmetic: whole cents, nothing of the app's.

/** Cents of an amount as a file writes it: "29.85", "29.9", "29" or "29.85 EUR". */
export function cents(text) {
  const parts = /^(-?)(\d+)(?:\.(\d{1,2}))?(?: EUR)?$/.exec(text.trim());
  if (!parts) throw new Error(`not an amount of cents: ${text}`);
  const value = Number(parts[2]) * 100 + Number((parts[3] ?? '').padEnd(2, '0'));
  return parts[1] ? -value : value;
}

/** a × b / c in whole numbers, half away from zero. */
export function share(a, b, c) {
  const product = Math.abs(a * b);
  if (!Number.isSafeInteger(product)) throw new Error('too large to be exact');
  const [whole, rest] = [Math.floor(product / c), product % c];
  const value = rest * 2 >= c ? whole + 1 : whole;
  return a * b < 0 ? -value : value;
}

/** 25.5 % VAT of net cents. */
export const vat = (net) => share(net, 255, 1000);

/** As the English pages write it. */
export function euro(amount) {
  const whole = String(Math.floor(amount / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `€${whole}.${String(amount % 100).padStart(2, '0')}`;
}
