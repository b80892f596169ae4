import type { TopicProfile } from './topic-profile.ts';

/** A tile that fits a topic, as a board's file has it. */
export interface OfferedTile {
  readonly label: string;
  readonly tile: Readonly<Record<string, unknown>>;
}

/** The tiles that can be added to a board for a topic or pattern, the most likely first. An event list fits any data. */
export function offeredTiles(topic: string, { plan, paths }: TopicProfile): readonly OfferedTile[] {
  const topics = [topic];
  const of = (path: string, unit: string) => ({
    topics,
    ...(path === '' ? {} : { value: path, title: `${topic} · ${path}`, ...(unit === '' ? {} : { unit }) }),
  });
  const charts = [...paths].map(([path, unit]) => ({
    label: path === '' ? 'Chart' : `Chart of ${path}`,
    tile: { type: 'line', ...of(path, unit) },
  }));
  const numbers = plan.isSingle
    ? [...paths].map(([path, unit]) => ({ label: 'Number', tile: { type: 'number', ...of(path, unit) } }))
    : [];
  const states = plan.hasStates ? [{ label: 'Timeline of states', tile: { type: 'timeline', topics } }] : [];
  const rows = topic.includes('*') ? [{ label: 'Table, a row a topic', tile: { type: 'table', topics } }] : [];
  return [...charts, ...numbers, ...states, ...rows, { label: 'List of events', tile: { type: 'events', topics } }];
}
