/** The segments that tell topics apart: without those that all of them begin or end with. */
export function differingSegments(topics: readonly string[]): string[] {
  if (topics.length === 0) return [];
  const split = topics.map((topic) => topic.split('/'));
  const shortest = Math.min(...split.map((segments) => segments.length));
  const first = split[0] ?? [];
  // A single topic is told by its last segment.
  if (topics.length === 1) return [first.at(-1) ?? ''];

  let head = 0;
  while (head < shortest - 1 && split.every((segments) => segments[head] === first[head])) head++;
  let tail = 0;
  while (tail < shortest - 1 - head && split.every((segments) => segments.at(-1 - tail) === first.at(-1 - tail))) tail++;
  return split.map((segments) => segments.slice(head, segments.length - tail).join(' '));
}

/** How series are named: by one text for all, in which `{}` is what differs in the topics, or by a text for each topic. */
export interface Labelled {
  readonly label?: string | Readonly<Record<string, string>>;
}

/** The legend's texts, in the order of the topics. */
export function seriesLabels(topics: readonly string[], label: Labelled['label'] | undefined): string[] {
  const differing = differingSegments(topics);
  return topics.map((topic, i) => {
    const own = differing[i] ?? topic;
    if (typeof label === 'string') return label.replaceAll('{}', own);
    return label !== undefined && Object.hasOwn(label, topic) ? (label[topic] ?? own) : own;
  });
}

/** Orders topics as people do: `cpu/2` before `cpu/10`. */
export const byTopic = new Intl.Collator('en', { numeric: true }).compare;
