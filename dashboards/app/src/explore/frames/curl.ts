import type { FeedEvent } from '@livefeed/client/engine';

/** Quotes a text as one word of a shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The command that follows a topic or pattern, from after the position. */
export function followCommand(origin: string, topic: string, position: string | undefined): string {
  const resume = position === undefined ? '' : `-H 'Last-Event-ID: ${position}' `;
  return `curl -N ${resume}'${origin}/events?topic=${escaped(topic)}'`;
}

/** The command that posts the data of this event to its topic again. */
export function postCommand(origin: string, { topic, event, data, source }: FeedEvent): string {
  const isText = typeof data === 'string';
  const body = isText ? data : (source ?? JSON.stringify(data));
  // A text that reads as JSON would be taken as such, and curl opens the file that an @ names.
  const asText = isText && isJson(body) ? "-H 'Content-Type: text/plain' " : '';
  const option = body.startsWith('@') ? '--data-raw' : '-d';
  const name = event === 'message' ? '' : `?event=${escaped(event)}`;
  return `curl ${asText}${option} ${quoted(body)} ${quoted(`${origin}/topics/${escaped(topic)}${name}`)}`;
}

/** Percent-encoded, except characters that both a path and a query allow. curl would take brackets and braces as lists. */
function escaped(text: string): string {
  return encodeURIComponent(text)
    .replace(/%(2F|3A|40)/g, decodeURIComponent)
    .replaceAll("'", '%27');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
