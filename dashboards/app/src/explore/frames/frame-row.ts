import { gapText } from '@livefeed/client';
import { eventTime } from '../../format/time.ts';
import { formatText } from '../../format/units.ts';
import { visible } from '../../format/visible.ts';
import { copyButton } from '../../dom/copy-button.ts';
import { element } from '../../dom/element.ts';
import type { Frame, Gap } from './frame.ts';

/** Characters of a row's one line, and of an opened row: more is not read here, and would make the page slow. */
const longestLine = 400;
const longestText = 100_000;

/** A frame: a line, which opens to the whole of it. The strings are producers' and only ever become text nodes. */
export function frameRow(frame: Frame, now: number): HTMLElement {
  const { event } = frame;
  const milliseconds = String(new Date(event.time).getMilliseconds()).padStart(3, '0');
  const time = element('time', { datetime: new Date(event.time).toISOString() }, `${eventTime(event.time, now)}.${milliseconds}`);
  const summary = element(
    'summary',
    {},
    time,
    element('span', { class: 'frame-id' }, event.position ?? 'not kept'),
    element('span', { class: 'event-name' }, visible(event.event)),
    element('span', { class: 'event-topic' }, event.topic === '' ? 'everyone' : visible(event.topic)),
    element('span', { class: 'frame-size' }, formatText(frame.size, 'bytes')),
    element('span', { class: 'event-data' }, visible(frame.data.slice(0, longestLine).replace(/\s+/g, ' '))),
  );
  const details = element('details', {}, summary);
  // The whole text is made when it is asked for: most rows are never opened.
  details.addEventListener('toggle', () => details.append(whole(frame)), { once: true });
  return element('li', {}, details);
}

export function gapRow({ gap }: Gap): HTMLElement {
  return element('li', { class: 'events-gap' }, `events are missing here: ${gapText(gap.reason)}`);
}

/** Both forms, of which the style sheet shows the one that is asked for. */
function whole(frame: Frame): HTMLElement {
  const copy = copyButton('Copy data', () => frame.data);
  return element('div', { class: 'event-whole' }, block('pretty', frame.pretty), block('raw', frame.raw), copy);
}

function block(form: string, text: string): HTMLElement {
  const cut = text.length > longestText ? `${text.slice(0, longestText)}… (${text.length} characters)` : text;
  return element('pre', { class: `frame-${form}`, tabindex: '0', 'aria-label': form }, visible(cut, true));
}
