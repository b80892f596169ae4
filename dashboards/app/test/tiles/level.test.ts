import { describe, expect, test } from 'vitest';
import { levelOf, worst } from '../../src/tiles/level.ts';

describe('a level', () => {
  const thresholds = [
    { above: 75, level: 'warning' },
    { above: 90, level: 'critical' },
    { below: 5, level: 'warning' },
  ] as const;

  test.each([
    [50, undefined],
    [75, 'warning'],
    [90, 'critical'],
    [5, 'warning'],
    [undefined, undefined],
  ])('of %j is %j', (value, level) => {
    expect(levelOf(value, thresholds)).toBe(level);
  });

  test('of several is the worst', () => {
    expect(worst([undefined, 'critical', 'warning'])).toBe('critical');
    expect(worst([undefined])).toBeUndefined();
  });
});
