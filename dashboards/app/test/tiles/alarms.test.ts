import { describe, expect, test } from 'vitest';
import { alarmsOf } from '../../src/tiles/alarms.ts';

const second = 1_000;
const now = 100 * second;
const value = (ago: number, level?: 'warning' | 'critical', interval: number | undefined = second) => ({
  lastTime: now - ago * second,
  interval,
  level,
});

const tileAlarms = (...args: Parameters<typeof alarmsOf>) => {
  const { silence, level } = alarmsOf(...args);
  return { silence, level };
};

describe('what its values make of a tile', () => {
  test('each value is told apart', () => {
    expect(alarmsOf([value(60, 'critical'), value(1)], now, undefined).silences).toEqual([60 * second, undefined]);
  });

  test('one that is dead raises no alarm, while the others go on', () => {
    expect(tileAlarms([value(60, 'critical'), value(1, 'warning')], now, undefined)).toEqual({
      silence: undefined,
      level: 'warning',
    });
    expect(tileAlarms([value(60, 'critical'), value(1)], now, undefined)).toEqual({ silence: undefined, level: undefined });
  });

  test('one that is dead makes none stale that goes on more slowly', () => {
    expect(tileAlarms([value(60, undefined, second), value(20, 'critical', 30 * second)], now, undefined)).toEqual({
      silence: undefined,
      level: 'critical',
    });
  });

  test('when all are dead the tile is, as long as the last of them', () => {
    expect(tileAlarms([value(60, 'critical'), value(20, 'critical')], now, undefined)).toEqual({
      silence: 20 * second,
      level: undefined,
    });
  });

  test('each has the limit that the board gives', () => {
    expect(tileAlarms([value(60, 'critical'), value(20, 'warning')], now, 30 * second)).toEqual({
      silence: undefined,
      level: 'warning',
    });
  });

  test('of what comes irregularly nothing can be said, and none at all are not stale', () => {
    expect(tileAlarms([{ lastTime: 0, interval: undefined, level: 'critical' }], now, undefined)).toEqual({
      silence: undefined,
      level: 'critical',
    });
    expect(tileAlarms([], now, undefined)).toEqual({ silence: undefined, level: undefined });
  });
});
