import type { FeedSignal, RoomSignal } from '../transport.ts';
import type { FeedEvent } from '../types.ts';

type Message = Readonly<Record<string, unknown>>;

const roomTypes = new Set(['room_state', 'join', 'leave', 'message', 'typing', 'signal']);

/** One message of a WebSocket, or what a poll was answered; undefined when it is no JSON object. */
export function parseMessage(data: unknown): Message | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}

/** What the service says by itself. A type that a later service adds is passed over. */
export function readMessage(message: Message): FeedSignal[] {
  const type = text(message['type']);
  switch (type) {
    case 'event':
      return [{ kind: 'event', event: readEvent(message) }];
    case 'events':
      return objects(message['events']).map((event) => ({ kind: 'event', event: readEvent(event) }));
    case 'connected': {
      const { clientId, position, heartbeat } = message;
      const optional = {
        ...(typeof message['memberId'] === 'string' && { memberId: message['memberId'] }),
        ...(typeof heartbeat === 'number' && heartbeat > 0 && { heartbeat }),
      };
      const resumed = message['resumed'] === true;
      return [{ kind: 'connected', clientId: text(clientId), position: text(position), resumed, ...optional }];
    }
    case 'position':
      return [{ kind: 'position', position: text(message['position']) }];
    case 'gap':
    case 'subscribed':
    case 'closing':
      return readNotice(type, message);
    case 'expiring': {
      const expires = Date.parse(text(message['expires']));
      return Number.isNaN(expires) ? [] : [{ kind: 'expiring', expires }];
    }
    default:
      return roomTypes.has(type) ? [{ kind: 'room', message: message as unknown as RoomSignal }] : [];
  }
}

/** What an answer to a poll has as members and a WebSocket as messages. */
export function readNotice(type: 'gap' | 'subscribed' | 'closing', value: unknown): FeedSignal[] {
  if (value === null || typeof value !== 'object') return [];
  const body = value as Message;
  switch (type) {
    case 'gap':
      return [
        { kind: 'gap', gap: { after: text(body['after']), before: text(body['before']), reason: text(body['reason']) } },
      ];
    case 'subscribed': {
      const topics = Array.isArray(body['topics']) ? body['topics'].filter((one) => typeof one === 'string') : [];
      return [{ kind: 'subscribed', topics, position: text(body['position']) }];
    }
    case 'closing':
      return [{ kind: 'closing', reason: text(body['reason']), reconnect: body['reconnect'] !== false }];
  }
}

export function readEvent({ position, topic, event, time, data, key }: Message): FeedEvent {
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return {
    ...(typeof position === 'string' && { position }),
    topic: text(topic),
    event: text(event) || 'message',
    time: Number.isNaN(at) ? Date.now() : at,
    data,
    ...(typeof key === 'string' && { key }),
  };
}

export const objects = (value: unknown): Message[] =>
  Array.isArray(value) ? value.filter((one) => one !== null && typeof one === 'object') : [];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
