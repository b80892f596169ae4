import { describe, expect, test } from 'vitest';
import { followCommand, postCommand } from '../../src/explore/frames/curl.ts';

const origin = 'http://localhost:5080';
const post = (topic: string, data: unknown, event = 'message') => postCommand(origin, { topic, event, time: 0, data });

describe('as curl', () => {
  test('a topic is followed from a position on', () => {
    expect(followCommand(origin, 'demo/**', 'ab-31')).toBe(
      `curl -N -H 'Last-Event-ID: ab-31' 'http://localhost:5080/events?topic=demo/**'`,
    );
    expect(followCommand(origin, 'demo/a', undefined)).toBe(`curl -N 'http://localhost:5080/events?topic=demo/a'`);
  });

  test.each([
    ['demo/temperature', 21.5, `curl -d 21.5 http://localhost:5080/topics/demo/temperature`],
    ['a', { it: "o'clock" }, `curl -d '{"it":"o'\\''clock"}' http://localhost:5080/topics/a`],
    ['a', 'up', `curl -d up http://localhost:5080/topics/a`],
    ['a', '21', `curl -H 'Content-Type: text/plain' -d 21 http://localhost:5080/topics/a`],
    ['a', '@file', `curl --data-raw @file http://localhost:5080/topics/a`],
    ["a'b/[1]?&#", 1, `curl -d 1 http://localhost:5080/topics/a%27b/%5B1%5D%3F%26%23`],
  ])('to %j is posted %j', (topic, data, command) => {
    expect(post(topic, data)).toBe(command);
  });

  test('an event has its name', () => {
    expect(post('a', 1, 'order.paid')).toBe(`curl -d 1 'http://localhost:5080/topics/a?event=order.paid'`);
  });

  test('numbers keep their digits', () => {
    expect(
      postCommand(origin, { topic: 'a', event: 'message', time: 0, data: 1e20, source: '100000000000000000001' }),
    ).toContain('-d 100000000000000000001 ');
  });
});
