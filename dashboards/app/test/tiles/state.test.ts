import { describe, expect, test } from 'vitest';
import { summary } from '../../src/tiles/cell-levels.ts';
import { StateColours, stateOf } from '../../src/tiles/state.ts';
import { StateRuns } from '../../src/tiles/timeline/state-runs.ts';
import { tileConfig } from '../support/tile-config.ts';

const palette = {
  series: ['blue', 'green'],
  text: '',
  muted: 'grey',
  grid: '',
  surface: '',
  ok: 'ok',
  warning: 'amber',
  critical: 'red',
};

describe('a state', () => {
  const config = tileConfig({
    states: { up: { label: 'Up', level: 'good' }, '3': { label: 'three' } },
    thresholds: [{ above: 5, level: 'warning' }],
  });

  test.each([
    ['up', { name: 'up', label: 'Up', level: 'good' }],
    [3, { name: '3', label: 'three' }],
    [4, { name: 'good', label: 'OK', level: 'good' }],
    [5, { name: 'warning', label: 'warning', level: 'warning' }],
    ['down', { name: 'down', label: 'down' }],
    [true, { name: 'true', label: 'true' }],
    ['constructor', { name: 'constructor', label: 'constructor' }],
  ])('of %j is what the board, the thresholds or the value says', (value, state) => {
    expect(stateOf(value, config)).toEqual(state);
  });

  test('without a level keeps the colour it was first given', () => {
    const colours = new StateColours();
    const of = (name: string) => colours.of({ name, label: name }, palette);
    expect([of('a'), of('b'), of('a'), of('c')]).toEqual(['blue', 'green', 'blue', 'blue']);
    expect(colours.of({ name: 'd', label: 'd', level: 'good' }, palette)).toBe('ok');
  });
});

describe('the states of a topic', () => {
  const [up, down] = [{ name: 'up' }, { name: 'down' }];
  const runs = (...events: [number, { name: string }][]) => {
    const made = new StateRuns<{ name: string }>('a', undefined);
    for (const [time, state] of events) made.take({ time }, state, 10_000_000);
    return made;
  };

  test('are as long as they held', () => {
    const made = runs([1_000, up], [2_000, up], [3_000, down], [2_500, up]);
    expect(made.runs).toEqual([
      { state: up, from: 1_000, to: 2_000 },
      { state: down, from: 3_000, to: 3_000 },
    ]);
    expect([0, 1].map((i) => made.endOf(i, 9_000))).toEqual([3_000, 9_000]);
  });

  test('are unknown while what comes regularly does not come', () => {
    const made = runs([1_000, up], [2_000, up], [3_000, up], [4_000, up], [60_000, up]);
    expect(made.runs.map(({ from, to }) => [from, to])).toEqual([
      [1_000, 4_000],
      [60_000, 60_000],
    ]);
    expect(made.endOf(0, 60_000)).toBe(5_000);
  });

  test('hold until the next when they are only said as they change', () => {
    const made = runs([1_000, up], [50_000, down], [51_000, up], [900_000, down]);
    expect([0, 1, 2, 3].map((i) => made.endOf(i, 5_000_000))).toEqual([50_000, 51_000, 900_000, 5_000_000]);
  });

  test('that reach into a time are drawn, and none that began after the time that the page shows', () => {
    const made = runs([1_000, up], [2_000, down], [3_000, up], [9_000, down]);
    expect(made.within(2_500, 3_500, 3_500)).toEqual([
      { state: down, from: 2_000, to: 3_000 },
      { state: up, from: 3_000, to: 3_500 },
    ]);
    expect(made.at(2_999)?.state).toBe(down);
  });

  test('are kept up to a bound, the newest of them', () => {
    const made = new StateRuns<{ name: string }>('a', undefined);
    for (let i = 0; i < 30_000; i++) made.take({ time: i }, i % 2 === 0 ? up : down, 10_000_000);
    expect([made.runs.length, made.last?.from]).toEqual([20_000, 29_999]);
  });

  test('go on after one whose time is ahead, which ends when another one comes', () => {
    const made = new StateRuns<{ name: string }>('a', undefined);
    const take = (sequence: number, time: number, state: { name: string }) =>
      made.take({ time, position: `e1-${sequence}` }, state, 10_000);
    expect([take(1, 8_000, up), take(2, 86_400_000, down), take(3, 9_000, up), take(4, 9_500, down)]).toEqual(
      new Array(4).fill(true),
    );
    expect(made.runs).toEqual([
      { state: up, from: 8_000, to: 9_000 },
      { state: down, from: 9_500, to: 9_500 },
    ]);
    // The state that holds was said ahead, too.
    expect([take(5, 86_400_000, down), take(6, 9_800, up), take(3, 9_900, down)]).toEqual([true, true, false]);
    expect(made.runs.map(({ state, from }) => [state.name, from])).toEqual([
      ['up', 8_000],
      ['down', 9_500],
      ['up', 9_800],
    ]);
  });

  test('that come late stand where they happened, and end none that was said of a later time', () => {
    const made = new StateRuns<{ name: string }>('a', undefined);
    const told = [
      [1_000, up],
      [5_000, up],
      [7_000, down],
      [3_000, down],
      [6_000, up],
      [500, down],
    ] as const;
    for (const [i, [time, state]] of told.entries()) made.take({ time, position: `e1-${8 + i}` }, state, 10_000);
    expect(made.runs.map(({ state, from, to }) => [state.name, from, to])).toEqual([
      ['down', 500, 500],
      ['up', 1_000, 3_000],
      ['down', 3_000, 3_000],
      ['up', 5_000, 6_000],
      ['down', 7_000, 7_000],
    ]);
  });

  test('are let go of before the window, but for the one that held when it began', () => {
    const made = runs([1_000, up], [2_000, down], [3_000, up]);
    made.forget(2_500);
    expect(made.runs.map(({ from }) => from)).toEqual([2_000, 3_000]);
  });
});

test.each([
  [['good', 'neutral'], '2'],
  [['good', 'critical', 'stale', 'critical'], '2 critical, 1 stale of 4'],
] as const)('a grid of %j says %s', (levels, text) => {
  expect(summary(levels, levels.length)).toBe(text);
});
