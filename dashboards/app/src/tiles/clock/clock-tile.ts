import './clock.css';
import { element, setText } from '../../dom/element.ts';
import type { ClockTileConfig } from '../generated/tile-config.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';

/** The time by the service's clock, in the reader's zone or a named one. It needs no data and is never stale. */
export class ClockTile implements Tile {
  readonly element: HTMLElement;
  private readonly time = element('time', { class: 'clock-time' });
  private readonly date = element('p', { class: 'clock-date' });
  private readonly times: Intl.DateTimeFormat;
  private readonly dates: Intl.DateTimeFormat;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly config: ClockTileConfig,
    private readonly context: TileContext,
  ) {
    const zone = config.zone === undefined ? {} : { timeZone: config.zone };
    this.times = new Intl.DateTimeFormat('en-GB', { ...zone, hour: '2-digit', minute: '2-digit', second: '2-digit' });
    this.dates = new Intl.DateTimeFormat('en-GB', {
      ...zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZoneName: 'short',
    });
    const frame = new TileFrame('clock', config.title, config.description);
    const label = typeof config.label === 'string' ? element('p', { class: 'clock-label' }, config.label) : undefined;
    frame.body.append(
      element('p', {}, this.time),
      ...(config.date ? [this.date] : []),
      ...(label === undefined ? [] : [label]),
    );
    this.element = frame.element;
  }

  close(): void {
    clearTimeout(this.timer);
  }

  draw(now: number): void {
    setText(this.time, this.times.format(now));
    this.time.dateTime = new Date(now).toISOString();
    if (this.config.date) setText(this.date, this.dates.format(now));
    // Draws when the second is over. A hidden page draws nothing, so the clock stops.
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.context.scheduler.invalidate(this), 1_000 - (now % 1_000) + 5);
  }
}
