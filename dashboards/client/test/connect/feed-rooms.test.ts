import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Link } from '../../src/link.ts';
import { linkOf } from '../../src/link-of.ts';
import { FeedOfService } from './feed-of-service.ts';

let stream: FeedOfService;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  stream = new FeedOfService();
  await stream.start();
});

afterEach(() => {
  stream.feed.close();
  vi.useRealTimers();
});

const link = () => linkOf(stream.feed) as Link;
const general = { rooms: ['general'], userId: 'ada' };
const rooms = () => stream.service.requests.map(({ url }) => new URLSearchParams(url.split('?')[1]).get('room'));

test('a stream is opened anew with its rooms, and without them', async () => {
  await stream.service.sendConnected();
  link().setRooms(general);
  await stream.pass(0);
  link().setRooms(undefined);
  await stream.pass(0);
  expect(rooms()).toEqual([null, 'general', null]);
});

test('a stream that was asked for before is, too, although it has not come', async () => {
  link().setRooms(general);
  await stream.pass(0);
  expect(rooms()).toEqual([null, 'general']);
});

test('the same rooms change nothing', async () => {
  await stream.service.sendConnected();
  link().setRooms(general);
  link().setRooms({ ...general });
  await stream.pass(0);
  expect(rooms()).toEqual([null, 'general']);
});
