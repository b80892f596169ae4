import { expect, test } from 'vitest';
import { parseTimeSpan, toTimeSpan } from '../../src/board/time-span.ts';

test.each([
  ['00:05:00', 300_000],
  ['1.02:03:04', 93_784_000],
  ['00:00:00.25', 250],
  ['00:00:00', 0],
])('%s is %i ms', (text, milliseconds) => {
  expect(parseTimeSpan(text)).toBe(milliseconds);
});

test.each(['5m', '300', '00:60:00', '24:00:00', '-00:05:00', '00:05', ''])('%j is no time span', (text) => {
  expect(parseTimeSpan(text)).toBeUndefined();
});

test('a time span is written as the service reads it', () => {
  expect([300_000, 86_400_000, 93_784_000].map(toTimeSpan)).toEqual(['00:05:00', '1.00:00:00', '1.02:03:04']);
});
