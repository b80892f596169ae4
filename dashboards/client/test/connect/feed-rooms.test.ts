import { beforeEach, expect, test } from 'vitest';
import { LiveFeed } from '../../src/feed/live-feed.ts';
import type { Link } from '../../src/link.ts';
import { linkOf } from '../../src/link-of.ts';
import type { Transport } from '../../src/transport.ts';
import { eachTest, type FeedOfService } from './feed-of-service.ts';

let stream: FeedOfService;
let link: Link;

eachTest((fresh) => (stream = fresh));

beforeEach(async () => {
  await stream.start();
  link = (await linkOf(stream.feed)) as Link;
});

const general = { rooms: ['general'], userId: 'ada' };
const rooms = () => stream.service.requests.map(({ url }) => new URLSearchParams(url.split('?')[1]).get('room'));

test('a stream is opened anew with its rooms, and without them', async () => {
  await stream.service.sendConnected();
  link.setRooms(general);
  await stream.pass(0);
  link.setRooms(undefined);
  await stream.pass(0);
  expect(rooms()).toEqual([null, 'general', null]);
});

test('a stream that was asked for before is, too, although it has not come', async () => {
  link.setRooms(general);
  await stream.pass(0);
  expect(rooms()).toEqual([null, 'general']);
});

test('the same rooms change nothing', async () => {
  await stream.service.sendConnected();
  link.setRooms(general);
  link.setRooms({ ...general });
  await stream.pass(0);
  expect(rooms()).toEqual([null, 'general']);
});

test('a WebSocket stays as it is: there one joins by a message', async () => {
  let opened = 0;
  const transport: Transport = {
    name: 'websocket',
    async *follow(_, signal) {
      opened++;
      yield [{ kind: 'connected', clientId: 'c-1', position: 'e1-1', resumed: false }];
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  };
  const feed = new LiveFeed({}, { root: '', transport: async () => transport });
  feed.start();
  await stream.pass(0);
  ((await linkOf(feed)) as Link).setRooms(general);
  await stream.pass(0);
  expect([feed.status.state, opened]).toEqual(['connected', 1]);
  feed.close();
});
