import { describe, expect, test } from 'vitest';
import { guessUnit } from '../../src/explore/guess-unit.ts';
import { offeredTiles } from '../../src/explore/offered-tiles.ts';
import { shapeOf } from '../../src/explore/shape.ts';
import { TopicProfile } from '../../src/explore/topic-profile.ts';
import { shortValue } from '../../src/explore/tree/short-value.ts';
import { readValue } from '../../src/series/read-value.ts';

const number = (path: string, value: number, unit = '') => ({ path, value, unit });

describe('the shape of', () => {
  test.each([
    [21.5, [number('', 21.5)]],
    [{ value: 3, unit: '%' }, [number('', 3, '%')]],
    [{ id: 42, total: 9.5, orderId: 7 }, [number('total', 9.5)]],
    [{ cpu: 5, load: { one: 0.4 }, name: 'a' }, [number('cpu', 5), number('load.one', 0.4)]],
    [{ latency_ms: 3, heapBytes: 4, unit: 's' }, [number('latency_ms', 3, 's'), number('heapBytes', 4, 's')]],
    [{ latency_ms: 3, heapBytes: 4 }, [number('latency_ms', 3, 'ms'), number('heapBytes', 4, 'bytes')]],
  ])('%j are its numbers', (data, numbers) => {
    expect(shapeOf(data)).toEqual({ kind: 'numbers', numbers });
  });

  test.each([
    [true, 'true'],
    ['up', 'up'],
    [{ value: 'down' }, 'down'],
    [{ value: false }, 'false'],
  ])('%j is a state', (data, state) => {
    expect(shapeOf(data)).toEqual({ kind: 'state', state });
  });

  test.each([[null], [[]], [{}], [''], ['x'.repeat(41)], [{ hello: 'world' }], [{ value: null }]])(
    '%j is none that could be drawn',
    (data) => {
      expect(shapeOf(data)).toEqual({ kind: 'other' });
    },
  );
});

test.each([
  [{ value: { cpu: 5, load: { one: 0.4 } } }, ['value.cpu', 'value.load.one']],
  [{ cpu: 5, load: { one: 0.4 } }, ['cpu', 'load.one']],
  [{ value: 5 }, [undefined]],
  [{ 'cpu.user': 5, '': 3, idle: 4 }, ['idle']],
])('of %j the tiles offered for a board show the numbers at %j, and no tile that would show nothing', (data, paths) => {
  const profile = new TopicProfile();
  profile.note({ topic: 'a', event: 'message', time: 0, data });
  const charts = offeredTiles('a', profile).filter(({ tile }) => tile['type'] === 'line');
  expect(charts.map(({ tile }) => tile['value'])).toEqual(paths);
  for (const { tile } of charts) expect(readValue(data, tile['value'] as string | undefined)).toBeTypeOf('number');
});

describe('the tiles of a topic', () => {
  const plan = (...events: [string, unknown][]) => {
    const profile = new TopicProfile();
    for (const [topic, data] of events) profile.note({ topic, event: 'message', time: 0, data });
    return profile.plan;
  };
  const nothing = { units: [], isSingle: false, hasStates: false };

  test('are a number and its chart for one series', () => {
    expect(plan(['a', 1], ['a', 2])).toEqual({ ...nothing, units: [''], isSingle: true });
  });

  test('are a chart for each unit for several', () => {
    const data = { cpu_percent: 3, mem_bytes: 4, swap_bytes: 5 };
    expect(plan(['a', data])).toEqual({ ...nothing, units: ['%', 'bytes'] });
    expect(plan(['a/x', 1], ['a/y', 2])).toEqual({ ...nothing, units: [''] });
  });

  test('are of states for texts of few values, and none for those of many', () => {
    expect(plan(['a', 'up'], ['a', 'down'])).toEqual({ ...nothing, hasStates: true });
    expect(plan(...Array.from({ length: 20 }, (_, i): [string, unknown] => ['a', `message ${i}`]))).toEqual(nothing);
  });

  test('stay as they are while events stay like those before', () => {
    const profile = new TopicProfile();
    const event = { topic: 'a', event: 'message', time: 0, data: 1 };
    profile.note(event);
    const { plan: first } = profile;
    profile.note(event);
    expect(profile.plan).toBe(first);
  });
});

test.each([
  ['durationMs', 'ms'],
  ['rtt_ms', 'ms'],
  ['items', ''],
  ['uptime', 's'],
  ['heapBytes', 'bytes'],
  ['cpu.percent', '%'],
  ['temperature', ''],
])('the member %j is taken to be in %j', (name, unit) => {
  expect(guessUnit(name)).toBe(unit);
});

test.each([
  [undefined, ''],
  [21.5, '21.5'],
  [{ value: 12, unit: '%' }, '12.0\u00a0%'],
  ['up\nand running', 'up and running'],
  [true, 'true'],
  [{ value: 'down' }, 'down'],
  [{ hello: 'world' }, '{"hello":"world"}'],
])('in short %j is %j', (data, text) => {
  expect(shortValue(data)).toBe(text);
});
