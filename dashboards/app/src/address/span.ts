/** Milliseconds of the units of spans in addresses: `30s`, `2m`, `1h`, `1d`. */
export const spanUnits: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** As an address says it, in whole seconds and the largest unit up to hours that fits. */
export function addressSpan(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds % 3_600 === 0) return `${seconds / 3_600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
