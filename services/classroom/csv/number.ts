/** Points with two decimals at most, half up, as learning platforms show them: 1.005 is 1.01, 90.5 is 90.5. */
export function rounded(points: number): number {
  // Through decimal digits: in binary, 1.005 * 100 lies below 100.5, and so does 0.35 * 3 * 10 next to 10.5.
  const [digits = '0', exponent = '0'] = points.toPrecision(12).split('e');
  return Math.round(Number(`${digits}e${Number(exponent) + 2}`)) / 100;
}

/** A number that a person wrote, with a point or a comma; undefined where it is none. */
export function readNumber(text: string): number | undefined {
  const plain = text.trim();
  return /^-?\d{1,9}([.,]\d{1,9})?$/.test(plain) ? Number(plain.replace(',', '.')) : undefined;
}
