import { expect, test } from 'vitest';
import { comparePositions, goesBack } from '../../src/sharing/position.ts';

test.each([
  ['e1-9', 'e1-10', -1],
  ['e1-10', 'e1-9', 1],
  ['e1-12', 'e1-12', 0],
  ['e1-9007199254740993', 'e1-9007199254740992', 1],
  ['e1-9', 'e2-1', undefined],
])('%s beside %s: %s', (a, b, order) => {
  const compared = comparePositions(a, b);
  expect(compared === undefined ? undefined : Math.sign(compared)).toBe(order);
});

test.each([
  ['e1-50', 'e1-51', false],
  ['e1-50', 'e1-9', true],
  ['e1-50', 'e1-50', true],
  ['e1-50', 'e2-1', false],
])('a gap from %s to %s goes back: %s', (after, before, isBack) => {
  expect(goesBack({ after, before, reason: 'lost' })).toBe(isBack);
});
