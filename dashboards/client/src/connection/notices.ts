import type { FeedSignal } from '../transport.ts';

/** A JSON object of the service. */
export type Body = Readonly<Record<string, unknown>>;

/** What the service says of a stream, which every transport carries. A type that a later service adds is passed over. */
export function readNotice(type: string, value: unknown): FeedSignal[] {
  if (value === null || typeof value !== 'object') return [];
  const body = value as Body;
  switch (type) {
    case 'connected': {
      const { clientId, position, memberId, heartbeat } = body;
      const optional = {
        ...(typeof memberId === 'string' && { memberId }),
        ...(typeof heartbeat === 'number' && Number.isFinite(heartbeat) && heartbeat > 0 && { heartbeat }),
      };
      const resumed = body['resumed'] === true;
      return [{ kind: 'connected', clientId: text(clientId), position: text(position), resumed, ...optional }];
    }
    case 'gap':
      return [
        { kind: 'gap', gap: { after: text(body['after']), before: text(body['before']), reason: text(body['reason']) } },
      ];
    case 'subscribed': {
      const topics = Array.isArray(body['topics']) ? body['topics'].filter((one) => typeof one === 'string') : [];
      return [{ kind: 'subscribed', topics, position: text(body['position']) }];
    }
    case 'expiring': {
      const expires = Date.parse(text(body['expires']));
      return Number.isNaN(expires) ? [] : [{ kind: 'expiring', expires }];
    }
    case 'closing':
      return [{ kind: 'closing', reason: text(body['reason']), reconnect: body['reconnect'] !== false }];
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
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? Date.now() : time;
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
