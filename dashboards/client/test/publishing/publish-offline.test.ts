import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Unreachable } from '../../src/unreachable.ts';
import { Publishing } from './publishing.ts';

let publishing: Publishing;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  publishing = new Publishing();
});

afterEach(async () => {
  await publishing.link.close();
  vi.useRealTimers();
});

describe('without a connection', () => {
  test('what is published waits, and leaves in order when there is one', async () => {
    await publishing.publish(1, 2);
    await publishing.pass(60_000);
    expect(publishing.sent).toEqual([]);
    await publishing.link.connect();
    expect(publishing.sent).toEqual([[1, 2]]);
    expect(publishing.said).toEqual(['accepted', 'accepted']);
  });

  test('a clock that is set back holds nothing up', async () => {
    const tenth = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    await publishing.publish(...tenth, 11, { data: 12, ephemeral: true });
    vi.setSystemTime(Date.now() - 3_600_000);
    await publishing.link.connect();
    await publishing.pass(100);
    expect(publishing.sent).toEqual([tenth, [11]]);
  });

  test('a batch whose answer was lost waits for the next connection, and no longer', async () => {
    await publishing.link.connect();
    publishing.link.reply('none');
    await publishing.publish(1);
    await publishing.pass(100);
    await publishing.link.lose();
    await publishing.pass(30_000);
    expect(publishing.sent).toEqual([[1]]);
    await publishing.link.connect();
    await publishing.pass(0);
    expect(publishing.sent).toEqual([[1], [1]]);
  });

  test('what there is no room for is refused at once, and the problem is told', async () => {
    const megabyte = { data: 'x'.repeat(1 << 20) };
    await publishing.publish(megabyte, megabyte, megabyte, megabyte, 5);
    expect(publishing.said[3]).toBe('no room for an event of 1048621 bytes: 4194304 may wait, 3145863 do');
    expect(publishing.said.filter((one) => one === 'waits')).toHaveLength(4);
    expect(publishing.link.problems.map(({ kind }) => kind)).toEqual(['dropped']);
    await publishing.link.connect();
    await publishing.queue.flush();
    await publishing.publish(megabyte);
    await publishing.pass(100);
    expect(publishing.said.at(-1)).toBe('accepted');
  });

  test('what is ephemeral says after a while nothing that is still so, and makes room', async () => {
    const large = { data: 'x'.repeat(3 << 20) };
    await publishing.publish({ ...large, ephemeral: true });
    await publishing.pass(5_001);
    await publishing.publish(large);
    expect(publishing.said).toEqual(['there was no connection', 'waits']);
    await publishing.link.connect();
    expect(publishing.said).toEqual(['there was no connection', 'accepted']);
  });
});

describe('an ephemeral event', () => {
  test('is given up after five seconds without a connection, each in its time, and flush waits no longer', async () => {
    await publishing.publish({ data: 1, ephemeral: true });
    let isFlushed = false;
    void publishing.queue.flush().then(() => (isFlushed = true));
    await publishing.pass(3_000);
    await publishing.publish({ data: 2, ephemeral: true }, 3);
    await publishing.pass(1_999);
    expect([publishing.said, isFlushed]).toEqual([['waits', 'waits', 'waits'], false]);
    await publishing.pass(1);
    expect([publishing.said, isFlushed]).toEqual([['there was no connection', 'waits', 'waits'], true]);
    await publishing.pass(3_000);
    expect(publishing.said).toEqual(['there was no connection', 'there was no connection', 'waits']);
    await publishing.link.connect();
    expect(publishing.sent).toEqual([[3]]);
  });

  test('is given up in that time also where the clock is set back', async () => {
    await publishing.publish({ data: 1, ephemeral: true });
    vi.setSystemTime(Date.now() - 2_000);
    await publishing.pass(5_000);
    expect(publishing.said).toEqual(['there was no connection']);
  });

  test('that is settled, by its answer or the end of the feed, leaves no timer behind', async () => {
    await publishing.link.connect();
    await publishing.publish({ data: 1, ephemeral: true });
    await publishing.queue.flush();
    await publishing.publish({ data: 2, ephemeral: true });
    await publishing.link.close();
    expect(publishing.said).toEqual(['accepted', 'the feed is closed']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is not sent again when its answer was lost: nobody knows it by its id', async () => {
    await publishing.link.connect();
    publishing.link.reply(new Unreachable('cut'));
    await publishing.publish({ data: 1, ephemeral: true }, 2);
    await publishing.pass(100 + 500);
    expect(publishing.sent).toEqual([[1, 2], [2]]);
    expect(publishing.said).toEqual(['sent, but nothing answered', 'accepted']);
  });
});

describe('when the feed is closed', () => {
  test('what waits is refused, and so is what comes later', async () => {
    await publishing.publish(1);
    await publishing.link.close();
    await publishing.publish(2);
    expect(publishing.said).toEqual(['the feed is closed', 'the feed is closed']);
  });

  test('what is under way is refused', async () => {
    await publishing.link.connect();
    publishing.link.reply('none');
    await publishing.publish(1);
    await publishing.pass(100);
    await publishing.link.close();
    expect(publishing.said).toEqual(['the feed is closed']);
  });
});

describe('over server-sent events and polling', () => {
  beforeEach(async () => {
    publishing = new Publishing('sse');
    await publishing.link.connect();
  });

  test('a batch is posted as one array, with the token', async () => {
    await publishing.publish({ topic: 'a', data: 1, id: 'x' }, { topic: 'b', data: 2, id: 'y' });
    await publishing.pass(100);
    expect(publishing.link.asked).toMatchObject([
      {
        url: 'https://feed.example.com/events',
        method: 'POST',
        body: [
          { topic: 'a', data: 1, id: 'x' },
          { topic: 'b', data: 2, id: 'y' },
        ],
      },
    ]);
    const headers = publishing.link.asked[0]?.headers;
    expect(headers?.get('Content-Type')).toBe('application/json');
    expect(headers?.get('Authorization')).toBe('Bearer t0');
  });

  test('an answer that does not come is asked for again after 30 s', async () => {
    publishing.link.answer('none');
    await publishing.publish(1);
    await publishing.pass(100 + 30_000 + 500);
    expect(publishing.sent).toEqual([[1], [1]]);
    expect(publishing.said).toEqual(['accepted']);
  });

  test('a login page in the place of the service is no answer', async () => {
    publishing.link.answer(new Response('<html>', { status: 200, headers: { 'Content-Type': 'text/html' } }));
    await publishing.publish(1);
    await publishing.pass(100);
    expect(publishing.said).toEqual(['waits']);
    await publishing.pass(500);
    expect(publishing.said).toEqual(['accepted']);
  });
});
