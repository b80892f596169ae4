import { describe, expect, test } from 'vitest';
import { Frame } from '../../src/explore/frames/frame.ts';
import { FrameLog, maxRows } from '../../src/explore/frames/frame-log.ts';
import { RecentEntries } from '../../src/explore/recent-entries.ts';

const event = (data: unknown, position = 'e-1') => ({ topic: 'a/b', event: 'message', time: 0, data, position });
const texts = (entries: readonly unknown[]) => entries.map((entry) => (entry instanceof Frame ? entry.data : 'gap'));

function log(...data: unknown[]): FrameLog {
  const made = new FrameLog();
  for (const one of data) made.push(event(one));
  return made;
}

describe('the frames of a stream', () => {
  test('are given out once, oldest first', () => {
    const one = log(1, 2);
    expect(texts(one.takeFresh())).toEqual(['1', '2']);
    expect(one.takeFresh()).toEqual([]);
  });

  test('are no more than can be shown', () => {
    const one = log(...Array.from({ length: 5_000 }, (_, i) => i));
    expect(one.shown).toHaveLength(maxRows);
    expect(texts(one.takeFresh()).at(-1)).toBe('4999');
  });

  test('during a pause are held back and counted, and come when it ends', () => {
    const one = log(1);
    one.pause();
    one.push(event(2, 'e-2'));
    one.push(event(3, 'e-3'));
    expect([one.missed, texts(one.shown), one.newest?.position]).toEqual([2, ['1'], 'e-1']);
    one.resume();
    expect([one.missed, texts(one.shown), one.newest?.position]).toEqual([0, ['1', '2', '3'], 'e-3']);
  });

  test('are filtered by text, those that were there before and those that come', () => {
    const one = log('apple', 'pear', 'Apple pie');
    one.setFilter('apple');
    one.push(event('plum'));
    one.push(event('pineapple'));
    expect(texts(one.shown)).toEqual(['apple', 'Apple pie', 'pineapple']);
    one.setFilter('');
    expect(one.shown).toHaveLength(5);
  });

  test.each(['e-1', 'a/b', 'MESSAGE', '(x'])('are found by %j, wherever it stands', (text) => {
    const one = log('f(x)');
    one.setFilter(text);
    expect(one.shown).toHaveLength(1);
  });

  test('are gone when cleared, also those that a pause holds back', () => {
    const one = log(1);
    one.pause();
    one.push(event(2));
    one.clear();
    one.resume();
    expect(one.shown).toEqual([]);
  });

  test('show where events are missing, whatever the filter', () => {
    const one = log('pear');
    one.setFilter('apple');
    one.pushGap({ after: 'e-1', before: 'e-9', reason: 'expired' });
    expect(texts(one.shown)).toEqual(['gap']);
  });
});

describe('a frame', () => {
  test('is raw as curl shows it, a line of text a line', () => {
    expect(new Frame({ ...event({ a: 1 }), event: 'metric', source: '{"a":1}' }).raw).toBe(
      'id: e-1\nevent: metric\ndata: {"a":1}\n',
    );
    expect(new Frame(event('one\ntwo')).raw).toBe('id: e-1\ndata: one\ndata: two\n');
  });

  test('keeps the digits that its data came with, and counts bytes', () => {
    const frame = new Frame({ ...event({ id: 12345678901234567890 }), source: '{"id":12345678901234567890}' });
    expect(frame.data).toBe('{"id":12345678901234567890}');
    expect(new Frame(event('°')).size).toBe(2);
  });
});

test('what is recent is bounded in number and in size, but never empty for one that is large', () => {
  const recent = new RecentEntries<number>(3, 10, (size) => size);
  for (const size of [1, 2, 3, 4]) recent.push(size);
  expect(recent.list).toEqual([2, 3, 4]);
  recent.push(5);
  expect(recent.list).toEqual([4, 5]);
  recent.push(50);
  expect(recent.list).toEqual([50]);
});
