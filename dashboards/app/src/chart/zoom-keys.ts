import type { TimeRange, Zoom } from './zoom.ts';

/** The narrowest zoom, in milliseconds. */
const narrowest = 2_000;

/**
 * What a key makes of the part of the window that is shown: `+` halves it around its middle, `-` doubles it, arrows move it
 * by a quarter. Nothing when it is the whole window again; `null` when the key means nothing here.
 */
export function zoomByKey(key: string, shown: TimeRange | undefined, whole: TimeRange): TimeRange | undefined | null {
  const { from, to } = shown ?? whole;
  const span = to - from;
  switch (key) {
    case '+':
    case '=':
      return span / 2 < narrowest ? (shown ?? null) : { from: from + span / 4, to: to - span / 4 };
    case '-':
      if (shown === undefined) return null;
      return span * 2 >= whole.to - whole.from ? undefined : within({ from: from - span / 2, to: to + span / 2 }, whole);
    case 'ArrowLeft':
    case 'ArrowRight': {
      if (shown === undefined) return null;
      const step = key === 'ArrowLeft' ? -span / 4 : span / 4;
      return within({ from: from + step, to: to + step }, whole);
    }
    default:
      return null;
  }
}

/** Moved, without changing its length, until it lies in the window. */
function within({ from, to }: TimeRange, whole: TimeRange): TimeRange {
  const by = Math.max(0, whole.from - from) + Math.min(0, whole.to - to);
  return { from: from + by, to: to + by };
}

/** Gives a chart the keys; the keyboard must be able to reach it. `whole` is the window at this moment. */
export function bindZoomKeys(chart: HTMLElement, zoom: Zoom, whole: () => TimeRange): void {
  chart.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const range = zoomByKey(event.key, zoom.range, whole());
    if (range === null) return;
    event.preventDefault();
    zoom.set(range);
  });
}
