import { type Body, readNotice, readTime, text } from '../connection/notices.ts';
import type { FeedSignal, RoomSignal } from '../transport.ts';
import type { FeedEvent } from '../types.ts';

const roomTypes = new Set(['room_state', 'join', 'leave', 'message', 'typing', 'signal']);

/** What the service says by itself. A type that a later service adds is passed over. */
export function readMessage(message: Body): FeedSignal[] {
  const type = text(message['type']);
  switch (type) {
    case 'event':
      return [{ kind: 'event', event: readEvent(message) }];
    case 'events':
      return objects(message['events']).map((event) => ({ kind: 'event', event: readEvent(event) }));
    case 'position':
      return [{ kind: 'position', position: text(message['position']) }];
    default:
      if (roomTypes.has(type)) return [{ kind: 'room', message: message as unknown as RoomSignal }];
      return readNotice(type, message);
  }
}

export function readEvent({ position, topic, event, time, data, key }: Body): FeedEvent {
  return {
    ...(typeof position === 'string' && { position }),
    topic: text(topic),
    event: text(event) || 'message',
    time: readTime(time),
    data,
    ...(typeof key === 'string' && { key }),
  };
}

export const objects = (value: unknown): Body[] =>
  Array.isArray(value) ? value.filter((one) => one !== null && typeof one === 'object') : [];
