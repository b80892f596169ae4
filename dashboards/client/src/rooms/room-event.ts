import type { RoomSignal } from '../transport.ts';
import type { FeedEvent } from '../types.ts';

const ofRoom = new Set(['message', 'typing', 'signal']);
const ofMembers = new Set(['join', 'leave']);

/** An event of a room's topics, as a stream or a poll carries it, in the form that a WebSocket has for it. */
export function roomSignalOf({ topic, event, data, position, time }: FeedEvent): RoomSignal | undefined {
  const [, room, members] = /^rooms\/([^/]+)(\/members)?$/.exec(topic) ?? [];
  const names = members === undefined ? ofRoom : ofMembers;
  if (room === undefined || !names.has(event) || data === null || typeof data !== 'object') return undefined;
  const type = event as RoomSignal['type'];
  return { timestamp: time, ...data, type, room, ...(position === undefined ? {} : { position }) };
}
