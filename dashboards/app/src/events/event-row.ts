import type { FeedEvent } from '@livefeed/client';
import { eventTime } from '../format/time.ts';
import { visible } from '../format/visible.ts';
import { element } from '../dom/element.ts';

/** Characters of a row's one line: more than a screen is wide. */
const longestLine = 400;
/** Characters of an opened row: more is not read on a board, and would make the page slow. */
const longestText = 20_000;

/** One event of a list: a line, which opens to the whole of it. The strings are producers' and only ever become text nodes. */
export function eventRow(event: FeedEvent, now: number): HTMLElement {
  const time = element('time', { datetime: new Date(event.time).toISOString() }, eventTime(event.time, now));
  const summary = element(
    'summary',
    {},
    time,
    element('span', { class: 'event-name' }, visible(event.event)),
    element('span', { class: 'event-topic' }, event.topic === '' ? 'everyone' : visible(event.topic)),
    element('span', { class: 'event-data' }, oneLine(event.data)),
  );
  const details = element('details', {}, summary);
  // The whole text is made when it is asked for: most rows are never opened.
  details.addEventListener('toggle', () => details.append(wholeEvent(event)), { once: true });
  return element('li', {}, details);
}

function oneLine(data: unknown): string {
  const text = typeof data === 'string' ? data : (JSON.stringify(data) ?? '');
  return visible(cut(text, longestLine).replace(/\s+/g, ' '));
}

function wholeEvent(event: FeedEvent): HTMLElement {
  const text = typeof event.data === 'string' ? event.data : (JSON.stringify(event.data, null, 2) ?? '');
  const facts = [new Date(event.time).toISOString(), event.event, event.topic, event.position ?? 'not kept'];
  return element(
    'div',
    { class: 'event-whole' },
    element('p', {}, visible(facts.filter((fact) => fact !== '').join(' · '))),
    element('pre', { tabindex: '0', 'aria-label': 'data' }, visible(cut(text, longestText), true)),
  );
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
}
