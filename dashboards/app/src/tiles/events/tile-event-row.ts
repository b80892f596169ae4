import type { FeedEvent } from '@livefeed/client/engine';
import { element } from '../../dom/element.ts';
import { eventRow, textBlock } from '../../events/event-row.ts';
import { eventTime } from '../../format/time.ts';
import { visible } from '../../format/visible.ts';

/** Max characters of an opened row: more is not read on a board, and would make the page slow. */
const maxText = 20_000;

/** One event of a board's list. */
export function tileEventRow(event: FeedEvent, now: number): HTMLElement {
  return eventRow(event, { time: eventTime(event.time, now), data: textOf(event.data), whole: () => wholeEvent(event) });
}

function wholeEvent(event: FeedEvent): HTMLElement {
  const facts = [new Date(event.time).toISOString(), event.event, event.topic, event.position ?? 'not kept'];
  const line = element('p', {}, visible(facts.filter((fact) => fact !== '').join(' · ')));
  return element('div', { class: 'event-whole' }, line, textBlock('data', textOf(event.data, 2), maxText));
}

function textOf(data: unknown, indent?: number): string {
  return typeof data === 'string' ? data : (JSON.stringify(data, null, indent) ?? '');
}
