import { describe, expect, test } from 'vitest';
import { Rate } from '../../src/explore/rate.ts';

const long = 60_000;

describe('a rate', () => {
  test('is of the last few seconds', () => {
    const rate = new Rate();
    for (let at = 100_000; at < 110_000; at += 100) rate.add(at);
    expect(rate.perSecond(110_000, long)).toBeCloseTo(10, 5);
  });

  test('falls to nothing when nothing comes', () => {
    const rate = new Rate();
    for (let i = 0; i < 50; i++) rate.add(100_000);
    expect(rate.perSecond(103_000, long)).toBeGreaterThan(5);
    expect(rate.perSecond(107_000, long)).toBe(0);
  });

  test('is not thinned by the time before anybody counted', () => {
    const rate = new Rate();
    for (let at = 100_000; at < 102_000; at += 100) rate.add(at);
    expect(rate.perSecond(102_000, 2_000)).toBeCloseTo(10, 5);
  });

  test('has no peak in the first moment', () => {
    const rate = new Rate();
    rate.add(100_000);
    expect(rate.perSecond(100_001, 1)).toBe(1);
  });
});
