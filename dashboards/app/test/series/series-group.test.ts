import { describe, expect, test } from 'vitest';
import { maxSeries, SeriesGroup } from '../../src/series/series-group.ts';
import { differingSegments, seriesLabels } from '../../src/series/series-label.ts';
import { SeriesStore } from '../../src/series/series-store.ts';
import { tileConfig } from '../support/tile-config.ts';

const event = (topic: string, data: unknown, time = 1_000) => ({ topic, event: 'metric', time, data });

function group(settings: Parameters<typeof tileConfig>[0]): SeriesGroup {
  return new SeriesGroup(new SeriesStore(300_000), tileConfig(settings), () => {});
}

describe('the series of a tile', () => {
  test('stand in the order of its patterns, then as people count', () => {
    const one = group({ topics: ['b', 'a/*'] });
    for (const topic of ['a/10', 'a/2', 'b']) one.accept(event(topic, 1));
    expect(one.list.map(({ topic }) => topic)).toEqual(['b', 'a/2', 'a/10']);
  });

  test('are no more than a chart can show', () => {
    const one = group({ topics: ['**'] });
    for (let i = 0; i < 1_000; i++) one.accept(event(`a/${i}`, i));
    expect(one.list).toHaveLength(maxSeries);
  });

  test('give their place, once they are out of the window, to those that are there', () => {
    const store = new SeriesStore(300_000);
    const [one, other] = ['**', 'new/*'].map((topic) => new SeriesGroup(store, tileConfig({ topics: [topic] }), () => {}));
    const names = () => one?.list.map(({ topic }) => topic) ?? [];
    for (let i = 0; i < maxSeries; i++) one?.accept(event(`old/${i}`, i, 1_000 + i));
    one?.accept(event('new/0', 1, 200_000));
    expect([names().includes('new/0'), one?.leftOut.text]).toEqual([false, '1 topic more than can be shown']);

    for (const group of [one, other]) group?.accept(event('new/0', 1, 301_002));
    expect([names().length, names().includes('new/0'), names().includes('old/0')]).toEqual([maxSeries, true, false]);
    expect([one?.labels.length, one?.leftOut.text]).toEqual([maxSeries, '1 topic more than can be shown']);
    expect(one?.list.find(({ topic }) => topic === 'new/0')).toBe(other?.list[0]);
    expect([...store.topicsByPath().values()].flat()).not.toContain('old/0');
  });

  test('keep their place while the page is paused, and as long as another tile shows them', () => {
    const store = new SeriesStore(300_000);
    const [one, other] = ['**', 'old/0'].map((topic) => new SeriesGroup(store, tileConfig({ topics: [topic] }), () => {}));
    for (let i = 0; i < maxSeries; i++) one?.accept(event(`old/${i}`, i));
    other?.accept(event('old/0', 0));
    store.hold();
    one?.accept(event('new', 1, 900_000));
    expect(one?.has('new')).toBe(false);
    store.release();
    one?.accept(event('new', 1, 900_000));
    expect([one?.has('new'), one?.has('old/0')]).toEqual([true, false]);
    expect(store.known(undefined)).toContain(other?.list[0]);
  });

  test('come only from data that holds a number', () => {
    const one = group({ topics: ['**'] });
    for (const data of ['text', null, { value: '5' }, { other: 5 }, [], { value: Number.NaN }]) one.accept(event('a', data));
    expect(one.list).toEqual([]);
  });

  test('take their unit from the events unless the board has one', () => {
    const data = { value: 1, unit: 'bytes' };
    const [own, given] = [group({}), group({ unit: '%' })];
    own.accept(event('a/b', data));
    given.accept(event('a/b', data));
    expect([own.unit, given.unit]).toEqual(['bytes', '%']);
  });

  test.each([
    [undefined, 5, 5],
    [undefined, { value: 5 }, 5],
    ['total', { total: 7 }, 7],
    ['order.items.0.price', { order: { items: [{ price: 3 }] } }, 3],
    ['value', 5, undefined],
    ['constructor.length', {}, undefined],
  ])('read %j of %j as %j', (value, data, expected) => {
    const one = group(value === undefined ? {} : { value });
    one.accept(event('a/b', data));
    expect(one.list[0]?.lastValue).toBe(expected);
  });
});

describe('a tile that is made anew', () => {
  test('has the series that were there, of the topics and the value that it shows', () => {
    const store = new SeriesStore(300_000);
    const make = (settings: Parameters<typeof tileConfig>[0]) => new SeriesGroup(store, tileConfig(settings), () => {});
    make({ topics: ['**'] }).accept(event('a/b', 7));
    expect(make({ title: 'other' }).list[0]?.lastValue).toBe(7);
    expect(make({ value: 'total' }).list).toEqual([]);
    expect(make({ topics: ['b/*'] }).list).toEqual([]);
  });

  test('begins anew once nobody shows the series', () => {
    const store = new SeriesStore(300_000);
    new SeriesGroup(store, tileConfig(), () => {}).accept(event('a/b', 7));
    store.keepOnly((topic) => topic !== 'a/b');
    expect(new SeriesGroup(store, tileConfig(), () => {}).list).toEqual([]);
  });
});

describe('labels', () => {
  test.each([
    [
      ['metrics/host/cpu/0', 'metrics/host/cpu/1'],
      ['0', '1'],
    ],
    [
      ['metrics/host/network/received', 'metrics/host/network/sent'],
      ['received', 'sent'],
    ],
    [
      ['metrics/process/memory/rss', 'metrics/process/gc/heap'],
      ['memory rss', 'gc heap'],
    ],
    [
      ['metrics/web/rps', 'metrics/db/rps'],
      ['web', 'db'],
    ],
    [
      ['metrics/cpu', 'metrics/cpu/0'],
      ['cpu', 'cpu 0'],
    ],
    [['metrics/host/cpu'], ['cpu']],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
  ])('of %j are %j', (topics, labels) => {
    expect(differingSegments(topics)).toEqual(labels);
  });

  test('may be one text for all, or a text for a topic', () => {
    expect(seriesLabels(['c/0', 'c/1'], 'core {}')).toEqual(['core 0', 'core 1']);
    expect(seriesLabels(['c/0', 'c/1'], { 'c/1': 'second' })).toEqual(['0', 'second']);
  });
});
