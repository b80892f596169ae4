import { beforeEach, describe, expect, test } from 'vitest';
import type { LiveEvent } from '../../src/api.ts';
import { EventBuffer } from '../../src/feed/event-buffer.ts';

let overflows: number;
let returns: number;
let buffer: EventBuffer;

const event = (sequence: number, data: unknown = sequence): LiveEvent => ({
  position: `e1-${sequence}`,
  topic: 'a',
  event: 'message',
  time: 0,
  data,
});
const make = (bufferBytes = 10_000) =>
  new EventBuffer({ options: { bufferBytes }, tell: () => overflows++ }, () => returns++);
const nextOf = async (of: EventBuffer) => (await of.next()).value;

beforeEach(() => {
  overflows = 0;
  returns = 0;
  buffer = make();
});

test('what waits is read in order', async () => {
  buffer.add(event(1));
  buffer.add(event(2));
  expect([await nextOf(buffer), await nextOf(buffer)]).toMatchObject([{ position: 'e1-1' }, { position: 'e1-2' }]);
});

test('who waits gets what comes, in the order of asking', async () => {
  const waiting = Promise.all([buffer.next(), buffer.next()]);
  buffer.add(event(1));
  buffer.add(event(2));
  expect((await waiting).map(({ value }) => value.position)).toEqual(['e1-1', 'e1-2']);
});

describe('a reader that does not read', () => {
  test('gets a gap in the place of what was dropped, and goes on behind it', async () => {
    buffer.add(event(1));
    await buffer.next();
    const large = 'x'.repeat(2_000);
    for (let i = 2; i <= 4; i++) buffer.add(event(i, large));
    expect(await nextOf(buffer)).toMatchObject({
      event: 'livefeed.gap',
      data: { after: 'e1-1', before: 'e1-4', reason: 'overflow' },
    });
    expect(await nextOf(buffer)).toMatchObject({ position: 'e1-4' });
    expect(overflows).toBe(1);
  });

  test('costs no more than its bytes, however much comes', async () => {
    for (let i = 0; i < 100_000; i++) buffer.add(event(i));
    let read = 0;
    buffer.end();
    while (!(await buffer.next()).done) read++;
    expect(read).toBeLessThan(100);
    expect(overflows).toBe(1);
  });

  test('is given one event that is larger than all the room there is', async () => {
    buffer.add(event(1, 'x'.repeat(100_000)));
    expect(await nextOf(buffer)).toMatchObject({ position: 'e1-1' });
    expect(overflows).toBe(0);
  });

  test('has room again once it has read', async () => {
    const large = 'x'.repeat(3_000);
    for (let i = 0; i < 20; i++) {
      buffer.add(event(i, large));
      await buffer.next();
    }
    expect(overflows).toBe(0);
  });
});

test('a gap of the service stands in its place', async () => {
  buffer.add(event(1));
  buffer.addGap({ after: 'e1-1', before: 'e1-9', reason: 'expired' });
  buffer.add(event(9));
  expect([await nextOf(buffer), await nextOf(buffer), await nextOf(buffer)].map((one) => one.event)).toEqual([
    'message',
    'livefeed.gap',
    'message',
  ]);
});

describe('the end', () => {
  test('comes after what waits', async () => {
    buffer.add(event(1));
    buffer.end();
    expect((await buffer.next()).done).toBe(false);
    expect((await buffer.next()).done).toBe(true);
  });

  test('with an error is told once', async () => {
    const waiting = buffer.next();
    buffer.end(new Error('not allowed'));
    await expect(waiting).rejects.toThrow('not allowed');
    expect((await buffer.next()).done).toBe(true);
  });

  test('of the loop takes the buffer away', async () => {
    buffer.add(event(1));
    expect(await buffer.return()).toEqual({ done: true, value: undefined });
    buffer.add(event(2));
    expect((await buffer.next()).done).toBe(true);
    expect(returns).toBe(1);
  });
});
