import { tileForms } from '../tiles/generated/tile-forms.ts';

/** The fields of a form: first the usual ones and those that the tile has, then the others. */
export function splitFields(
  type: string,
  all: readonly string[],
  present: readonly string[],
): { first: readonly string[]; more: readonly string[] } {
  const form = tileForms[type];
  const always = ['type', 'title', ...(form?.hasTopics === false ? [] : ['topics']), 'width', 'height'];
  const first = [...new Set([...always, ...(form?.first ?? []), ...present])].filter((name) => all.includes(name));
  return { first, more: all.filter((name) => !first.includes(name)) };
}

/** A tile of this type that shows something at once. */
export function newTile(type: string, topic: string): Readonly<Record<string, unknown>> {
  return { type, ...(withTopic(tileForms[type]?.example ?? {}, topic) as object) };
}

/** The example of a type, with this topic in place of `$topic`. */
function withTopic(part: unknown, topic: string): unknown {
  if (typeof part === 'string') return part.replaceAll('$topic', () => topic);
  if (Array.isArray(part)) return part.map((one) => withTopic(one, topic));
  if (part === null || typeof part !== 'object') return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name.replaceAll('$topic', () => topic), withTopic(value, topic)]),
  );
}
