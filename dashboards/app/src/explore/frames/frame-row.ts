import { copyButton } from '../../dom/copy-button.ts';
import { element } from '../../dom/element.ts';
import { eventRow, textBlock } from '../../events/event-row.ts';
import { eventTime } from '../../format/time.ts';
import { formatText } from '../../format/units.ts';
import type { Frame } from './frame.ts';

/** Max characters of an opened row: more is not read here, and would make the page slow. */
const maxText = 100_000;

/** A frame, with its position, its size, and its time to the millisecond. */
export function frameRow(frame: Frame, now: number): HTMLElement {
  const { event, data } = frame;
  const milliseconds = String(new Date(event.time).getMilliseconds()).padStart(3, '0');
  return eventRow(event, {
    time: `${eventTime(event.time, now)}.${milliseconds}`,
    data,
    afterTime: element('span', { class: 'frame-id' }, event.position ?? 'not kept'),
    beforeData: element('span', { class: 'frame-size' }, formatText(frame.size, 'bytes')),
    whole: () => wholeFrame(frame),
  });
}

/** Both forms. The style sheet shows the chosen one. */
function wholeFrame(frame: Frame): HTMLElement {
  const pretty = textBlock('pretty', frame.pretty, maxText, 'frame-pretty');
  const raw = textBlock('raw', frame.raw, maxText, 'frame-raw');
  return element(
    'div',
    { class: 'event-whole' },
    pretty,
    raw,
    copyButton('Copy data', () => frame.data),
  );
}
