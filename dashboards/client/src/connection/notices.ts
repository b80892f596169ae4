import type { FeedSignal } from '../transport.ts';

/** A JSON object of the service. */
export type Body = Readonly<Record<string, unknown>>;

/** What the service says of a stream, which every transport carries. A type that a later service adds is passed over. */
export function readNotice(type: string, value: unknown): FeedSignal[] {
  if (value === null || typeof value !== 'object') return [];
  const body = value as Body;
  const { clientId, memberId, heartbeat, position, topics, after, before, reason, reconnect, expires } = body;
  switch (type) {
    case 'connected':
      return [
        {
          kind: 'connected',
          clientId: text(clientId),
          position: text(position),
          memberId: text(memberId) || undefined,
          heartbeat: typeof heartbeat === 'number' && heartbeat > 0 ? heartbeat : undefined,
        },
      ];
    case 'gap':
      return [{ kind: 'gap', gap: { after: text(after), before: text(before), reason: text(reason) } }];
    case 'subscribed': {
      const all: readonly unknown[] = Array.isArray(topics) ? topics : [];
      return [{ kind: 'subscribed', topics: all.filter((one) => typeof one === 'string'), position: text(position) }];
    }
    case 'expiring': {
      const time = Date.parse(text(expires));
      return Number.isNaN(time) ? [] : [{ kind: 'expiring', expires: time }];
    }
    case 'closing':
      return [{ kind: 'closing', reason: text(reason), reconnect: reconnect !== false }];
    default:
      return [];
  }
}

/** Undefined when it is no JSON object. */
export function parseObject(data: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
}

/** An event's time in milliseconds since 1970; now, when it has none that can be read. */
export function readTime(value: unknown): number {
  const time = Date.parse(text(value));
  return Number.isNaN(time) ? Date.now() : time;
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
