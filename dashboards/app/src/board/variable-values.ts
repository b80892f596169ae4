import { listTopics } from '@livefeed/client/queries';
import { byTopic } from '../series/series-label.ts';
import type { Variable } from './board.ts';
import { topicWith, type VariableValues } from './with-values.ts';

/** The values that a variable may have now: its segment of the topics that exist, in natural order. */
export async function listChoices({ name, topics }: Variable, values: VariableValues): Promise<string[]> {
  const place = topics.split('/').indexOf(`{${name}}`);
  const found = await listTopics({ pattern: topicWith(topics, { ...values, [name]: '*' }) });
  const segments = found
    .map(({ topic }) => topic.split('/')[place])
    .filter((segment) => segment !== undefined && segment !== '');
  return [...new Set(segments as string[])].sort(byTopic);
}

/**
 * The value to show: what the address asks for where it can be one, else the board's, else the first there is. An optional
 * variable without choices has none. `current` was
 * the first when the reader came, and stays: a topic that is new, and stands before it, must not change what is looked at.
 */
export function chooseValue(
  { all, optional, default: first }: Variable,
  choices: readonly string[],
  asked: string | undefined,
  current?: string,
): string {
  if (asked !== undefined && (asked === '*' ? all : isSegment(asked))) return asked;
  if (optional && choices.length === 0) return '';
  return first ?? (all ? '*' : current !== undefined && current !== '*' ? current : (choices[0] ?? '*'));
}

/** Whether a text can be a segment of a topic. Any other text would ask for other topics than the board's, or be refused. */
function isSegment(text: string): boolean {
  return text !== '' && text.length <= 200 && !/[\s/*{}\p{Cc}]/u.test(text);
}
