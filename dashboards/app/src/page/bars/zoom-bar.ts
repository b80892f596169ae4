import type { Zoom } from '../../chart/zoom.ts';
import { element, setText } from '../../dom/element.ts';
import { clockTime } from '../../format/time.ts';

/**
 * Says which part of the window charts show. Its button, Escape or a double click on a chart leads back to the whole window.
 */
export function zoomBar(zoom: Zoom, closed: AbortSignal): HTMLElement {
  const text = element('span', { role: 'status' });
  const button = element('button', { type: 'button' }, 'Whole window');
  const bar = element('span', { class: 'zoom-bar', hidden: '' }, text, button);
  button.addEventListener('click', () => zoom.set(undefined));
  const press = ({ key }: KeyboardEvent) => {
    // Escape belongs to an open dialog first.
    if (key === 'Escape' && document.querySelector('dialog[open]') === null) zoom.set(undefined);
  };
  addEventListener('keydown', press, { signal: closed });
  zoom.onChange(() => {
    const { range } = zoom;
    bar.hidden = range === undefined;
    setText(text, range === undefined ? '' : `${clockTime(range.from)} to ${clockTime(range.to)}`);
  }, closed);
  return bar;
}
