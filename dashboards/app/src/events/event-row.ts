import type { FeedEvent } from '@livefeed/client/engine';
import { element } from '../dom/element.ts';
import { visible } from '../format/visible.ts';

/** Max characters of a row's one line: more than a screen is wide. */
const maxLine = 400;

export interface EventRowParts {
  /** Its time, as text. */
  readonly time: string;
  /** Its data, as text. */
  readonly data: string;
  /** Cells after the time, and before the data. */
  readonly afterTime?: HTMLElement;
  readonly beforeData?: HTMLElement;
  /** Makes what the opened row shows. */
  whole(): HTMLElement;
}

/**
 * One event of a list: a line, which opens to the whole of it. The strings are producers' and only ever become text nodes.
 */
export function eventRow(event: FeedEvent, { time, data, afterTime, beforeData, whole }: EventRowParts): HTMLElement {
  const summary = element(
    'summary',
    {},
    element('time', { datetime: new Date(event.time).toISOString() }, time),
    afterTime,
    element('span', { class: 'event-name' }, visible(event.event)),
    element('span', { class: 'event-topic' }, event.topic === '' ? 'everyone' : visible(event.topic)),
    beforeData,
    element('span', { class: 'event-data' }, visible(data.slice(0, maxLine).replace(/\s+/g, ' '))),
  );
  const details = element('details', {}, summary);
  // The whole text is made when it is asked for: most rows are never opened.
  details.addEventListener('toggle', () => details.append(whole()), { once: true });
  return element('li', {}, details);
}

/** A text in an opened row, of at most `max` characters. */
export function textBlock(label: string, text: string, max: number, style?: string): HTMLElement {
  const shown = text.length > max ? `${text.slice(0, max)}… (${text.length} characters)` : text;
  return element(
    'pre',
    { ...(style === undefined ? {} : { class: style }), tabindex: '0', 'aria-label': label },
    visible(shown, true),
  );
}
