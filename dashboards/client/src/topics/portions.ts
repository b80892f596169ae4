/** Max topics of one request: the service's own limit unless it was changed (`LiveFeed:Limits:TopicsPerClient`). */
const maxTopics = 100;
/** Max characters of them in an address. Servers and proxies take 8 KB of it, and there is more in it than topics. */
const maxLength = 6_000;

/** Whether one request can name all these topics. */
export function fitsRequest(topics: readonly string[]): boolean {
  return topics.length <= maxTopics && `${new URLSearchParams(topics.map((one) => ['topic', one]))}`.length <= maxLength;
}

/** The items in their order, in as few parts that fit. What does not fit alone is a part of its own. */
export function portions<T>(items: readonly T[], fits: (part: readonly T[]) => boolean): T[][] {
  const parts: T[][] = [];
  for (const item of items) {
    const last = parts.at(-1);
    if (last !== undefined && fits([...last, item])) last.push(item);
    else parts.push([item]);
  }
  return parts;
}
