/**
 * Where a bar begins and how long it is, as shares of its track: from zero, or the end of the scale that is nearer to it, to
 * the value.
 */
export function barSpan(value: number, low: number, high: number): { readonly from: number; readonly share: number } {
  const place = (at: number) => (high > low ? Math.min(1, Math.max(0, (at - low) / (high - low))) : 0);
  const [zero, end] = [place(0), place(value)];
  return { from: Math.min(zero, end), share: Math.abs(end - zero) };
}
