import type { LiveEvent } from '../api.ts';

/** What is shown of an event: the member of its data at this dotted path, or all of it. */
export function eventText({ data }: LiveEvent, path: string | null): string {
  const value = path === null || path === '' ? data : path.split('.').reduce(member, data);
  if (value === undefined || value === null) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function member(data: unknown, name: string): unknown {
  return data !== null && typeof data === 'object' && Object.hasOwn(data, name)
    ? (data as Record<string, unknown>)[name]
    : undefined;
}
