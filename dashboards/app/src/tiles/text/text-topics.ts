/**
 * A topic in braces, where its latest value stands: `{metrics/host/cpu}`. What else may stand in braces, as JSON does, is
 * none.
 */
export const topicPlace = /\{([\p{L}\p{N}_.~:-]+(?:\/[\p{L}\p{N}_.~:-]+)*)\}/u;

/** The topics whose values a text shows, each once. */
export function textTopics(text: string): string[] {
  return [...new Set([...text.matchAll(new RegExp(topicPlace, 'gu'))].map((match) => match[1] as string))];
}
