/** A figure and its unit apart, because tiles set them in different sizes. */
export interface Formatted {
  readonly number: string;
  readonly unit: string;
}

const minus = '\u2212';
/** Between groups of digits: narrow, and never a line's end. */
const group = '\u202f';

/** Digits after the point that leave three significant ones; of what is next to nothing, two. */
export function decimalsFor(value: number): number {
  const size = Math.abs(value);
  if (size > 0 && size < 0.01) return 1 - Math.floor(Math.log10(size));
  return size >= 100 ? 0 : size >= 10 ? 1 : 2;
}

/** `1.7e300`, for what would be a row of zeros. */
export function formatPower(value: number): string {
  return value.toExponential(1).replace('+', '').replaceAll('-', minus);
}

export function formatNumber(value: number, decimals: number): string {
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole = '', fraction] = fixed.split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, group) : whole;
  // A value that rounds to zero has no sign.
  const sign = value < 0 && Number(fixed) !== 0 ? minus : '';
  return sign + grouped + (fraction === undefined ? '' : `.${fraction}`);
}
