import { describe, expect, test } from 'vitest';
import { maxTopics, TopicTree } from '../../src/explore/tree/topic-tree.ts';

const event = (topic: string, data: unknown = 1, time = 1_000) => ({ topic, event: 'message', time, data });

function tree(...topics: string[]): TopicTree {
  const made = new TopicTree();
  for (const topic of topics) made.note(event(topic), 0);
  return made;
}

/** The rows as text: a dot a level. */
const lines = (of: TopicTree, filter?: string) => of.rows(filter).map(({ node, level }) => '.'.repeat(level) + node.name);

describe('the tree of topics', () => {
  test('stands by segments, sorted as people count', () => {
    expect(lines(tree('b', 'a/10', 'a/2', 'a'))).toEqual(['.a', '..2', '..10', '.b']);
  });

  test("has the service's own topics folded at first", () => {
    expect(lines(tree('metrics/host/cpu', 'demo/a', 'system/clients'))).toEqual(['.demo', '..a', '.metrics', '.system']);
  });

  test('folds and unfolds, and tells that its rows changed', () => {
    const one = tree('a/b', 'c');
    const { version } = one;
    const folder = one.rows()[0]?.node;
    if (folder === undefined) throw new Error('there is no row');
    one.setFolded(folder, true);
    expect(one.version).not.toBe(version);
    expect(lines(one)).toEqual(['.a', '.c']);
  });

  test('unfolds what hides a topic that is chosen', () => {
    const one = tree('metrics/host/cpu');
    one.reveal(one.node('metrics/host/cpu') ?? expect.fail());
    expect(lines(one)).toEqual(['.metrics', '..host', '...cpu']);
  });

  test('shows by a filter what contains it in either case, folded or not, with what it lies under', () => {
    expect(lines(tree('metrics/host/cpu', 'metrics/host/disk', 'demo/CPU'), 'cpu')).toEqual([
      '.demo',
      '..CPU',
      '.metrics',
      '..host',
      '...cpu',
    ]);
  });

  test('says each row its place among its neighbours', () => {
    expect(
      tree('a/b', 'a/c')
        .rows()
        .map(({ place, of }) => [place, of]),
    ).toEqual([
      [1, 1],
      [1, 2],
      [2, 2],
    ]);
  });

  test('counts what lies under a folder, in topics, rate and time', () => {
    const one = new TopicTree();
    one.note(event('a/b', 1, 5_000), 100);
    one.note(event('a/c', 2, 4_000), 200);
    const folder = one.rows()[0]?.node;
    expect([folder?.topics, folder?.rate.perSecond(1_000, 1_000), folder?.lastTimeBelow]).toEqual([2, 2, 5_000]);
    expect([folder?.isTopic, folder?.pattern]).toEqual([false, 'a/**']);
  });

  test('knows topics that only history has, without a value', () => {
    const one = new TopicTree();
    one.add({ topic: 'a/b', lastTime: 7_000, retained: 3 });
    expect([one.node('a/b')?.lastData, one.lastTimeOf('a/*'), one.newest?.topic]).toEqual([undefined, 7_000, 'a/b']);
  });

  test('keeps of large data only how large it was', () => {
    const one = new TopicTree();
    one.note({ ...event('a', 'x'.repeat(20_478)), source: 'x'.repeat(20_480) }, 0);
    expect(one.node('a')?.lastData).toBe('20\u00a0KiB'.replace('20', '20.0'));
  });

  test('ends somewhere, however many topics producers invent', () => {
    const one = new TopicTree();
    for (let i = 0; i < maxTopics + 10; i++) one.note(event(`t${i}`), 0);
    expect([one.size, one.isFull]).toEqual([maxTopics, true]);
  });

  test('leaves out what is sent to everyone', () => {
    expect(tree('').rows()).toEqual([]);
  });
});
