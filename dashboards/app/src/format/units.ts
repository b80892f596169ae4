import { decimalsFor, type Formatted, formatNumber, formatPower } from './number.ts';

/** How a unit steps up: each scale's factor and what it is written as. */
interface Scale {
  readonly factor: number;
  readonly unit: string;
}

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const decimal = ['', 'k', 'M', 'G', 'T'];

const bytes: readonly Scale[] = binary.map((unit, i) => ({ factor: 1_024 ** i, unit }));
const byteRate: readonly Scale[] = bytes.map(({ factor, unit }) => ({ factor, unit: `${unit}/s` }));
const milliseconds: readonly Scale[] = [
  { factor: 1, unit: 'ms' },
  { factor: 1_000, unit: 's' },
];

/** Money is written out up to a million: nobody says kilodollars. */
const currencies: ReadonlySet<string> = new Set(['$', '€', '£', '¥']);

/** Units that say what is measured rather than what to write behind it: the tile's title has said that already. */
const written: Readonly<Record<string, string>> = { count: '', 'events/s': '/s' };

export function isBinary(unit: string): boolean {
  return unit === 'bytes' || unit === 'bytes/s';
}

function scalesOf(unit: string): readonly Scale[] {
  switch (unit) {
    case 'bytes':
      return bytes;
    case 'bytes/s':
      return byteRate;
    case 'ms':
      return milliseconds;
    case '%':
      return [{ factor: 1, unit }];
    default: {
      if (currencies.has(unit))
        return ['', 'M', 'bn'].map((prefix, i) => ({ factor: i === 0 ? 1 : 1_000 ** (i + 1), unit: join(prefix, unit) }));
      const name = written[unit] ?? unit;
      return decimal.map((prefix, i) => ({ factor: 1_000 ** i, unit: join(prefix, name) }));
    }
  }
}

/** `k/s`, but `k °C`. */
function join(prefix: string, name: string): string {
  return prefix === '' || name === '' || name.startsWith('/') ? prefix + name : `${prefix} ${name}`;
}

function scaleFor(value: number, unit: string): Scale {
  const scales = scalesOf(unit);
  // Whole counts below 10 000 are short enough to be written in full.
  const reach = unit === 'count' || unit === '' ? 10 : 1;
  return scales.findLast(({ factor }, i) => i === 0 || Math.abs(value) >= factor * reach) ?? { factor: 1, unit };
}

/** Three significant digits in the unit's own steps; `decimals` overrides how many follow the point. */
export function formatValue(value: number, unit: string, decimals?: number): Formatted {
  const size = Math.abs(value);
  if (size >= 1e18 || (decimals === undefined && size > 0 && size < 1e-6 && unit !== '%'))
    return { number: formatPower(value), unit: written[unit] ?? unit };
  if (unit === 's') return formatDuration(value, decimals);
  const scale = scaleFor(value, unit);
  const scaled = value / scale.factor;
  return { number: formatNumber(scaled, decimals ?? digits(scaled, scale, unit)), unit: scale.unit };
}

export function formatText(value: number, unit: string, decimals?: number): string {
  const { number, unit: written } = formatValue(value, unit, decimals);
  return written === '' ? number : `${number}\u00a0${written}`;
}

/** An axis label: as few digits as tell the ticks apart, and a bare zero. */
export function formatTick(value: number, step: number, unit: string): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e18 || size < 1e-6) return join(formatPower(value), written[unit] ?? unit);
  if (unit === 's') return formatText(value, unit, step < 1 ? 1 : 0);
  const scale = scaleFor(value, unit);
  const number = formatNumber(value / scale.factor, decimalsOfStep(step / scale.factor));
  return scale.unit === '' ? number : `${number}\u00a0${scale.unit}`;
}

/** As many decimals as write the step, or as tell two ticks apart where the step has too many. */
function decimalsOfStep(step: number): number {
  const most = Math.max(2, Math.ceil(-Math.log10(step)) + 1);
  let decimals = 0;
  while (decimals < most && Math.abs(step * 10 ** decimals - (Math.round(step * 10 ** decimals) || 1)) > 1e-6) decimals++;
  return decimals;
}

function digits(scaled: number, scale: Scale, unit: string): number {
  const isWhole = scale.factor === 1 && Number.isInteger(scaled) && unit !== '%';
  if (isWhole || (scale.factor === 1 && isBinary(unit))) return 0;
  if (scale.factor === 1 && currencies.has(unit)) return 2;
  // One fixed decimal keeps a percentage from jumping in width.
  return unit === '%' ? 1 : decimalsFor(scaled);
}

/** The two largest parts: `20 d 4 h`, `3 min 12 s`; fractions only under a minute. */
function formatDuration(seconds: number, decimals?: number): Formatted {
  const size = Math.abs(seconds);
  if (size < 60)
    return { number: formatNumber(seconds, decimals ?? (Number.isInteger(seconds) ? 0 : decimalsFor(seconds))), unit: 's' };
  const parts = [
    [Math.floor(size / 86_400), 'd'],
    [Math.floor(size / 3_600) % 24, 'h'],
    [Math.floor(size / 60) % 60, 'min'],
    [Math.floor(size) % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const [[count, name] = [0, 's'], second] = parts.slice(first, first + 2);
  const rest = second === undefined ? '' : `\u00a0${second[0]}\u00a0${second[1]}`;
  return { number: formatNumber(Math.sign(seconds) * count, 0), unit: name + rest };
}
