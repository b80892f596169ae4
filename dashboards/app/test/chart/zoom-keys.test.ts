import { describe, expect, it } from 'vitest';
import { zoomByKey } from '../../src/chart/zoom-keys.ts';

const whole = { from: 0, to: 80_000 };

describe('The keys of a chart', () => {
  it('look closer at the middle with plus', () => {
    expect(zoomByKey('+', undefined, whole)).toEqual({ from: 20_000, to: 60_000 });
  });

  it('stop where there is nothing more to see', () => {
    expect(zoomByKey('+', { from: 0, to: 3_000 }, whole)).toEqual({ from: 0, to: 3_000 });
  });

  it('step back with minus, in the end to the whole window', () => {
    expect(zoomByKey('-', { from: 0, to: 20_000 }, whole)).toEqual({ from: 0, to: 40_000 });
    expect(zoomByKey('-', { from: 20_000, to: 60_000 }, whole)).toBeUndefined();
  });

  it('move by a quarter with arrows, and not out of the window', () => {
    expect(zoomByKey('ArrowRight', { from: 20_000, to: 60_000 }, whole)).toEqual({ from: 30_000, to: 70_000 });
    expect(zoomByKey('ArrowLeft', { from: 4_000, to: 44_000 }, whole)).toEqual({ from: 0, to: 40_000 });
  });

  it('leave arrows alone while the whole window is shown, and other keys always', () => {
    expect(zoomByKey('ArrowLeft', undefined, whole)).toBeNull();
    expect(zoomByKey('a', { from: 0, to: 1_000 }, whole)).toBeNull();
  });
});
