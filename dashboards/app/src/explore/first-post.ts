import { postCommand } from './frames/curl.ts';

/** The command that posts a first number to a topic. */
export function firstPost(topic: string): string {
  return postCommand(location.origin, { topic, event: 'message', time: 0, data: 21.5 });
}
