import { expect, test } from 'vitest';
import { spanText } from '../../src/format/time.ts';
import { formatText, formatTick } from '../../src/format/units.ts';

/** Units keep to their figures by spaces that do not break; tests read better without. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replace('\u2212', '-');

test.each([
  [12.34, '%', '12.3 %'],
  [100, '%', '100.0 %'],
  [0, 'bytes', '0 B'],
  [1_023, 'bytes', '1023 B'],
  [1_024, 'bytes', '1.00 KiB'],
  [6.3 * 2 ** 30, 'bytes', '6.30 GiB'],
  [512 * 2 ** 20, 'bytes', '512 MiB'],
  [1_500_000, 'bytes/s', '1.43 MiB/s'],
  [30.6, 'events/s', '30.6 /s'],
  [12_345, 'events/s', '12.3 k/s'],
  [3, 'count', '3'],
  [9_876, 'count', '9876'],
  [123_456, 'count', '123 k'],
  [1.254, '', '1.25'],
  [-4.2, '', '-4.20'],
  [0.05, '', '0.05'],
  [-0.001, '', '-0.0010'],
  [0.0042, 's', '0.0042 s'],
  [0.000_000_123_4, '', '1.2e-7'],
  [-1.7e300, 'bytes', '-1.7e300 bytes'],
  [250, 'ms', '250 ms'],
  [1_250, 'ms', '1.25 s'],
  [4.5, 's', '4.50 s'],
  [75, 's', '1 min 15 s'],
  [1_742_400, 's', '20 d 4 h'],
  [21.5, '°C', '21.5 °C'],
  [9.5, '$', '9.50 $'],
  [2_400, '$', '2400 $'],
  [45_678.9, '€', '45 678.90 €'],
  [1_250_000, '$', '1.25 M $'],
])('%d in %j is %s', (value, unit, text) => {
  expect(plain(formatText(value, unit))).toBe(text);
});

test('the board may say how many decimals', () => {
  expect(plain(formatText(1.256, '', 1))).toBe('1.3');
  expect(plain(formatText(12_345.678, '°C', 2))).toBe('12.35 k °C');
  expect(plain(formatText(-0.001, '', 2))).toBe('0.00');
});

test.each([
  [0, 1, 'bytes', '0'],
  [2 ** 31, 2 ** 30, 'bytes', '2 GiB'],
  [0.5, 0.5, '', '0.5'],
  [1, 0.5, '', '1.0'],
  [0.25, 0.25, '', '0.25'],
  [0.0005, 0.0005, '', '0.0005'],
  [12_345_678.5, 0.5, '', '12.3456785 M'],
  [2 ** 30 + 2 ** 20, 2 ** 20, 'bytes', '1.00098 GiB'],
  [75, 25, '%', '75 %'],
  [2_000, 500, 'events/s', '2.0 k/s'],
])('an axis that steps by %d shows %d %s as %s', (value, step, unit, text) => {
  expect(plain(formatTick(value, step, unit))).toBe(text);
});

test.each([
  [12_400, '12 s'],
  [60_000, '1 min'],
  [75_000, '75 s'],
  [300_000, '5 min'],
  [5_400_000, '1 h 30 min'],
  [7_200_000, '2 h'],
])('%d ms reads %s', (span, text) => {
  expect(plain(spanText(span))).toBe(text);
});
