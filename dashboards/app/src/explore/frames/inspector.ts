import type { FeedEvent, FeedGap } from '@livefeed/client/engine';
import { CommandLine } from '../../dom/command-line.ts';
import { element, setText } from '../../dom/element.ts';
import type { Drawable, DrawScheduler } from '../../draw/draw-scheduler.ts';
import { EventList, gapRow } from '../../events/event-list.ts';
import { formatNumber } from '../../format/number.ts';
import { Rate } from '../rate.ts';
import { followCommand, postCommand } from './curl.ts';
import { Frame } from './frame.ts';
import { type FrameEntry, FrameLog, maxRows } from './frame-log.ts';
import { frameRow } from './frame-row.ts';

/** Characters of data that are worth a command line. */
const maxPost = 4_000;

/** The frames of a topic or pattern as they come, newest first. */
export class Inspector implements Drawable {
  readonly element: HTMLElement;
  private readonly log = new FrameLog();
  private readonly rate = new Rate();
  private readonly since = performance.now();
  private readonly rateText = element('span', { class: 'tile-note' });
  private readonly pauseButton = element('button', { type: 'button', 'aria-keyshortcuts': 'Space', title: 'Space' });
  private readonly rawButton = element(
    'button',
    { type: 'button', 'aria-pressed': 'false', title: 'Opened rows show the frame as curl -N does' },
    'Raw',
  );
  private readonly list = new EventList({
    label: 'Frames',
    class: 'frames',
    limit: maxRows,
    onReady: () => this.scheduler.invalidate(this),
  });
  private readonly empty = element('p', { class: 'frames-empty' });
  private readonly follow = new CommandLine('Copy as curl -N');
  private readonly post = new CommandLine('Copy as curl -d');
  private shownVersion = 0;

  constructor(
    private readonly topic: string,
    private readonly scheduler: DrawScheduler,
  ) {
    const filter = element('input', {
      type: 'search',
      placeholder: 'Filter',
      'aria-label': 'Filter frames by text',
      spellcheck: 'false',
    });
    const clear = element('button', { type: 'button' }, 'Clear');
    filter.addEventListener('input', () => this.change(() => this.log.setFilter(filter.value.trim())));
    clear.addEventListener('click', () => this.change(() => this.log.clear()));
    this.pauseButton.addEventListener('click', () => this.togglePause());
    this.rawButton.addEventListener('click', () => this.toggleRaw());
    this.list.element.classList.toggle('is-one-topic', !topic.includes('*'));
    this.element = element(
      'section',
      { class: 'tile inspector', 'aria-labelledby': 'stream-head' },
      element('header', { class: 'tile-head' }, element('h2', { id: 'stream-head' }, 'Stream'), this.rateText),
      element('div', { class: 'frame-tools' }, filter, this.pauseButton, clear, this.rawButton),
      element('div', { class: 'commands' }, this.follow.element, this.post.element),
      this.empty,
      this.list.element,
    );
    scheduler.add(this);
  }

  /** Counts an event for the rate, also one that is not shown yet. */
  count(arrived: number): void {
    this.rate.add(arrived);
  }

  accept(event: FeedEvent): void {
    this.log.push(event);
    this.scheduler.invalidate(this);
  }

  acceptGap(gap: FeedGap): void {
    this.change(() => this.log.pushGap(gap));
  }

  togglePause(): void {
    this.change(() => (this.log.isPaused ? this.log.resume() : this.log.pause()));
  }

  draw(now: number): void {
    const passed = performance.now();
    const { log } = this;
    setText(this.rateText, `${rateText(this.rate.perSecond(passed, passed - this.since))} events/s`);
    setText(
      this.pauseButton,
      !log.isPaused ? 'Pause' : log.missed === 0 ? 'Resume' : `Resume (${formatNumber(log.missed, 0)} new)`,
    );
    this.pauseButton.classList.toggle('is-on', log.isPaused);
    if (log.version !== this.shownVersion) this.showAnew(now);
    else if (!this.list.isPaused) this.addRows(log.takeFresh(), now);
    this.empty.hidden = this.list.count > 0;
    setText(
      this.empty,
      log.newest === undefined ? 'No events yet. They show here as they come.' : 'No frame contains this text.',
    );
    this.showCommands();
  }

  close(): void {
    this.list.close();
    this.scheduler.remove(this);
  }

  private change(change: () => void): void {
    change();
    this.scheduler.invalidate(this);
  }

  private toggleRaw(): void {
    const isRaw = this.list.element.classList.toggle('is-raw');
    this.rawButton.setAttribute('aria-pressed', String(isRaw));
    this.rawButton.classList.toggle('is-on', isRaw);
  }

  private showAnew(now: number): void {
    this.shownVersion = this.log.version;
    this.log.takeFresh();
    this.list.clear();
    this.addRows(this.log.shown, now, false);
  }

  private addRows(entries: readonly FrameEntry[], now: number, isNew = true): void {
    if (entries.length === 0) return;
    const rowOf = (entry: FrameEntry) => (entry instanceof Frame ? frameRow(entry, now) : gapRow(entry.gap));
    this.list.add(entries.map((entry) => ({ element: rowOf(entry), isNew: isNew && entry instanceof Frame })));
  }

  private showCommands(): void {
    const { newest } = this.log;
    this.follow.set(followCommand(location.origin, this.topic, newest?.position));
    const canPost = newest !== undefined && newest.topic !== '' && (newest.source?.length ?? 0) <= maxPost;
    this.post.element.hidden = !canPost;
    if (canPost) this.post.set(postCommand(location.origin, newest));
  }
}

/** `0.4`, `12.5`, `9 870`; a stream that is silent has a bare zero. */
export function rateText(rate: number): string {
  return rate === 0 ? '0' : formatNumber(rate, rate < 100 ? 1 : 0);
}
