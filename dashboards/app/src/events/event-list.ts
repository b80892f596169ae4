import './event-list.css';
import { type FeedGap, gapText } from '@livefeed/client/engine';
import { element, setText } from '../dom/element.ts';

/** More rows at once than this are a flood: none of them is worth pointing out, and they come in fewer, larger batches. */
const floodFrom = 8;
/** Milliseconds between batches of a flood. Faster cannot be read, and keeps the page from everything else. */
const floodPause = 150;

export interface EventRow {
  readonly element: HTMLElement;
  /** It came just now, and is pointed out. */
  readonly isNew: boolean;
}

export interface EventListSettings {
  readonly label: string;
  /** Max rows: the oldest go. */
  readonly limit: number;
  /** Beside `events`. */
  readonly class?: string;
  /** Called when rows can be added again after a flood. */
  onReady(): void;
}

/** Rows of events, newest first. */
export class EventList {
  readonly element: HTMLElement;
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly settings: EventListSettings) {
    const style = ['events', settings.class].filter((one) => one !== undefined).join(' ');
    this.element = element('ol', { class: style, tabindex: '0', 'aria-label': `${settings.label}, newest first` });
  }

  get count(): number {
    return this.element.childElementCount;
  }

  /** Whether a flood was just shown: what comes now waits for the next batch. */
  get isPaused(): boolean {
    return this.pause !== undefined;
  }

  /** Adds rows on top, which are given oldest first. */
  add(rows: readonly EventRow[]): void {
    const isFlood = rows.length >= floodFrom;
    for (const row of rows) row.element.classList.toggle('is-new', row.isNew && !isFlood);
    this.element.prepend(...rows.map((row) => row.element).reverse());
    while (this.count > this.settings.limit) this.element.lastElementChild?.remove();
    if (isFlood) this.pauseForAWhile();
  }

  /** Writes the time of each row anew. */
  writeTimes(text: (time: number) => string): void {
    for (const time of this.element.querySelectorAll('time')) setText(time, text(Date.parse(time.dateTime)));
  }

  clear(): void {
    this.element.replaceChildren();
  }

  close(): void {
    clearTimeout(this.pause);
  }

  private pauseForAWhile(): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => {
      this.pause = undefined;
      this.settings.onReady();
    }, floodPause);
  }
}

/** A break in the stream has its own row: a list that hides one would lie. */
export function gapRow({ reason }: FeedGap): HTMLElement {
  return element('li', { class: 'events-gap' }, `events are missing here: ${gapText(reason)}`);
}
