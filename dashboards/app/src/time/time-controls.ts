import { readHistory } from '@livefeed/client/queries';
import { element, setText } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { isForPage, isSpaceForPage } from '../dom/keys.ts';
import { clockTime, eventTime } from '../format/time.ts';
import { maxWindow } from '../history/resolution.ts';
import type { PageTime } from './page-time.ts';

/** Max step of the slider, in milliseconds. */
const maxStep = 5 * 60_000;

/**
 * The pause button, and while paused a bar to go back over the retained events. The space bar pauses, arrows go back and
 * forth.
 */
export class TimeControls {
  /** In the board's head. */
  readonly button = element('button', {
    type: 'button',
    class: 'pause-button',
    'aria-pressed': 'false',
    title: 'Pause (space bar)',
  });
  /** Under it, while paused. */
  readonly bar: HTMLElement;
  private readonly slider = element('input', { type: 'range', 'aria-label': 'Go back in time' });
  private readonly text = element('span', { class: 'time-text', role: 'status' });
  private window = 60_000;
  private topics: readonly string[] = [];
  private earliest = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly time: PageTime,
    closed: AbortSignal,
  ) {
    const back = element('button', { type: 'button' }, 'Back to live');
    back.addEventListener('click', () => {
      time.goLive();
      // The bar disappears, and its button had the focus.
      this.button.focus();
    });
    this.bar = element(
      'div',
      { class: 'time-bar', role: 'group', 'aria-label': 'Time', hidden: '' },
      this.slider,
      this.text,
      back,
    );
    this.button.addEventListener('click', () => time.togglePause());
    this.slider.addEventListener('input', () => time.goTo(Number(this.slider.value)));
    addEventListener('keydown', (event) => this.onKey(event), { signal: closed });
    time.onChange(() => this.show(), closed);
    this.show();
  }

  /** The window of the board, in milliseconds, and its topics. */
  setWindow(window: number, topics: readonly string[]): void {
    this.window = window;
    this.topics = topics;
    this.earliest = Number.NEGATIVE_INFINITY;
  }

  private show(): void {
    const { time, button, bar, slider } = this;
    const isPaused = !time.isLive;
    if (button.getAttribute('aria-pressed') !== String(isPaused) || button.childElementCount === 0) {
      button.setAttribute('aria-pressed', String(isPaused));
      button.replaceChildren(icon(isPaused ? 'play' : 'pause'), element('span', {}, isPaused ? 'Paused' : 'Pause'));
    }
    if (isPaused && bar.hidden) void this.findEarliest();
    bar.hidden = !isPaused;
    if (time.pausedAt === undefined) return;
    slider.max = String(time.pausedAt);
    slider.step = String(Math.max(100, Math.min(Math.round(this.window / 20), maxStep)));
    slider.min = String(this.least(time.pausedAt));
    slider.value = String(time.now());
    const text = this.spanText();
    slider.setAttribute('aria-valuetext', text);
    setText(this.text, time.isPast ? `${text} · lists as of ${clockTime(time.pausedAt)}` : text);
  }

  /** Steps count from the end, so that the end can be reached. */
  private least(end: number): number {
    const step = Number(this.slider.step);
    // A chart that ends where the data begins would show nothing.
    const earliest = Math.min(end, this.earliest + this.window / 10);
    return end - Math.floor((end - Math.max(earliest, end - maxWindow)) / step) * step;
  }

  private spanText(): string {
    const end = this.time.now();
    return `${eventTime(end - this.window, this.time.live())} to ${clockTime(end)}`;
  }

  /** Asks where the retained events begin: a slider over an empty time is of no use. */
  private async findEarliest(): Promise<void> {
    if (Number.isFinite(this.earliest) || this.topics.length === 0) return;
    try {
      const { value: page } = await readHistory({ topics: this.topics, since: '1.00:00:00', limit: 1 }).next();
      this.earliest = page?.events[0]?.time ?? this.time.live();
      this.show();
    } catch {
      // Then it goes back a day.
    }
  }

  private onKey(event: KeyboardEvent): void {
    // Of several boards on the page, the key is for the one that is shown.
    if (!isForPage(event) || this.button.closest('[hidden]') !== null) return;
    if (isSpaceForPage(event)) {
      event.preventDefault();
      if (!event.repeat) this.time.togglePause();
    } else if (!this.time.isLive && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault();
      const step = (this.window / 10) * (event.key === 'ArrowLeft' ? -1 : 1);
      this.time.goTo(Math.max(Number(this.slider.min), this.time.now() + step));
    }
  }
}
