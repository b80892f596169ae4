import type { FollowRequest } from '../transport.ts';

/** What a stream or poll asks for, as the service's parameters. */
export function followQuery({ topics, after, last, window, rooms }: FollowRequest): URLSearchParams {
  const query = new URLSearchParams(topics.map((topic) => ['topic', topic]));
  const add = (name: string, value: string | number | undefined) => value !== undefined && query.append(name, `${value}`);
  if (!after) add('last', last);
  add('window', window);
  for (const room of rooms?.rooms ?? []) add('room', room);
  add('userId', rooms?.userId);
  add('username', rooms?.username);
  return query;
}
