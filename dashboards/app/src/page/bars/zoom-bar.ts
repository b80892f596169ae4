import type { Zoom } from '../../chart/zoom.ts';
import { clockTime } from '../../format/time.ts';
import { element, setText } from '../../dom/element.ts';

/** Says which part of the window charts show, and leads back: by its button, Escape, or a double click on a chart. */
export function zoomBar(zoom: Zoom): HTMLElement {
  const text = element('span', { role: 'status' });
  const button = element('button', { type: 'button' }, 'Whole window');
  const bar = element('span', { class: 'zoom-bar', hidden: '' }, text, button);
  button.addEventListener('click', () => zoom.set(undefined));
  addEventListener('keydown', (event) => {
    // Escape belongs to an open dialog first.
    if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) zoom.set(undefined);
  });
  zoom.onChange(() => {
    const { range } = zoom;
    bar.hidden = range === undefined;
    setText(text, range === undefined ? '' : `${clockTime(range.from)} to ${clockTime(range.to)}`);
  });
  return bar;
}
