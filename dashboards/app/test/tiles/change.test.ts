import { expect, test } from 'vitest';
import { changeOf } from '../../src/tiles/number/change.ts';

const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f\u2002]/g, ' ');

test.each([
  [100, 125, 'count', '▲ +25', ' +25 %'],
  [200, 199, 'count', '▼ −1', ' −0.5 %'],
  [20, 22.5, '%', '▲ +2.5', undefined],
  [0, 5, 'count', '▲ +5', undefined],
  [1, 5_000, 'count', '▲ +4999', undefined],
  [5, 5, 'count', undefined, undefined],
  [5, 5.0001, '', undefined, undefined],
])('from %d to %d %s is %s%s', (before, now, unit, text, detail) => {
  const change = changeOf(before, now, unit);
  expect([plain(change?.text), plain(change?.detail)]).toEqual([text, detail]);
});
