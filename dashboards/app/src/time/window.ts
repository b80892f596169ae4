const minute = 60_000;

/** What the reader may choose beside the board's own, in milliseconds. */
export const windows = [1, 5, 15, 60, 6 * 60, 24 * 60].map((minutes) => minutes * minute);

const units: Readonly<Record<string, number>> = { s: 1_000, m: minute, h: 60 * minute, d: 24 * 60 * minute };
const shortest = 10_000;
const longest = 24 * 60 * minute;

/** The window that an address's query asks for, `?window=1h`; nothing where it asks for none that can be. */
export function askedWindow(search: string): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(new URLSearchParams(search).get('window') ?? '');
  if (match === null) return undefined;
  const window = Number(match[1]) * (units[match[2] as string] as number);
  return window >= shortest && window <= longest ? window : undefined;
}

/** The query with another window, or with the board's own; what else it says stays. */
export function withWindow(search: string, window: number | undefined): string {
  const query = new URLSearchParams(search);
  if (window === undefined) query.delete('window');
  else query.set('window', windowText(window));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function windowText(window: number): string {
  const unit = ['h', 'm', 's'].find((one) => window % (units[one] as number) === 0) ?? 's';
  return `${window / (units[unit] as number)}${unit}`;
}
