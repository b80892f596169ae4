import { describe, expect, test } from 'vitest';
import { type SseItem, SseParser } from '../../src/sse/sse-parser.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const parse = (text: string): SseItem[] => new SseParser().push(bytes(text));

const event = (data: string, event = 'message', id?: string): SseItem => ({ kind: 'event', event, data, id });

describe('lines', () => {
  test.each([
    ['LF', '\n'],
    ['CR', '\r'],
    ['CRLF', '\r\n'],
  ])('end with %s', (_, end) => {
    expect(parse(`event: a${end}data: 1${end}data: 2${end}${end}`)).toEqual([event('1\n2', 'a')]);
  });

  test('end the same wherever a chunk is cut, down to single bytes', () => {
    const text = '\uFEFFid: 7\r\nevent: grüße\r\ndata: ein 🦊\rdata: zwei\n\r\n: still here\r\ndata: x\r\r';
    const whole = parse(text);
    for (let cut = 1; cut < bytes(text).length; cut++) {
      const parser = new SseParser();
      const all = bytes(text);
      expect([...parser.push(all.slice(0, cut)), ...parser.push(all.slice(cut))], `cut at ${cut}`).toEqual(whole);
    }
    const parser = new SseParser();
    expect([...bytes(text)].flatMap((byte) => parser.push(Uint8Array.of(byte)))).toEqual(whole);
    expect(whole).toEqual([event('ein 🦊\nzwei', 'grüße', '7'), event('x')]);
  });

  test('of a block ended by CR CR are not held back until the next chunk', () => {
    expect(new SseParser().push(bytes('data: now\r\r'))).toEqual([event('now')]);
  });
});

describe('fields', () => {
  test('lose one space after the colon and no more', () => {
    expect(parse('data:  two\ndata:none\n\n')).toEqual([event(' two\nnone')]);
  });

  test('without a colon are empty', () => {
    expect(parse('data\n\n')).toEqual([event('')]);
    expect(parse('data\ndata\n\n')).toEqual([event('\n')]);
  });

  test('keep further colons', () => {
    expect(parse('data: a: b:c\n\n')).toEqual([event('a: b:c')]);
  });

  test('that nobody knows are passed over', () => {
    expect(parse('Data: no\nfoo: bar\ndata: yes\n\n')).toEqual([event('yes')]);
  });

  test('of an unfinished block are never given out', () => {
    expect(parse('data: lost\n')).toEqual([]);
  });
});

describe('a byte order mark', () => {
  test('is dropped at the start of the stream', () => {
    expect(parse('\uFEFFdata: a\n\n')).toEqual([event('a')]);
  });

  test('is kept elsewhere, where it spoils a field name', () => {
    expect(parse('data: \uFEFFa\n\n\uFEFFdata: b\n\n')).toEqual([event('\uFEFFa')]);
  });
});

describe('an id', () => {
  test('is that of its block only', () => {
    expect(parse('id: 1\ndata: a\n\ndata: b\n\n')).toEqual([event('a', 'message', '1'), event('b')]);
  });

  test('alone in its block moves the position', () => {
    expect(parse('id: 9\n\ndata: a\n\n')).toEqual([{ kind: 'position', position: '9' }, event('a')]);
  });

  test('with a NUL in it is ignored', () => {
    expect(parse('id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n')[1]).toEqual(event('b'));
  });

  test('may be empty', () => {
    expect(parse('id\ndata: b\n\n')).toEqual([event('b', 'message', '')]);
  });

  test('of a cut block does not count', () => {
    const parser = new SseParser();
    parser.push(bytes('id: e1-6\ndata: a'));
    expect(parser.push(bytes(''))).toEqual([]);
  });
});

describe('an event name', () => {
  test('does not last beyond its block, with or without data', () => {
    expect(parse('event: a\ndata: 1\n\nevent: b\n\ndata: 2\n\n')).toEqual([event('1', 'a'), event('2')]);
  });

  test('that is empty means message', () => {
    expect(parse('event:\ndata: 1\n\n')).toEqual([event('1')]);
  });
});

describe('retry', () => {
  test('takes digits', () => {
    expect(parse('retry: 2500\n')).toEqual([{ kind: 'retry', milliseconds: 2_500 }]);
  });

  test.each(['-1', '1.5', '2s', '', '１'])('ignores %j', (value) => {
    expect(parse(`retry: ${value}\n`)).toEqual([]);
  });
});

test('a comment is nothing', () => {
  expect(parse(':\n\n: data: no\n\n')).toEqual([]);
});

test('a long line in many chunks comes out whole', () => {
  const parser = new SseParser();
  parser.push(bytes('data: '));
  for (let i = 0; i < 1_000; i++) parser.push(bytes('x'.repeat(1_000)));
  const [item] = parser.push(bytes('\n\n'));
  expect(item).toEqual(event('x'.repeat(1_000_000)));
});
