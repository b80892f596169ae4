import type { FeedEvent } from '@livefeed/client/engine';
import { CommandLine } from '../dom/command-line.ts';
import { element } from '../dom/element.ts';
import { EventRouter, type Origin } from '../feed/event-router.ts';
import { defaultWindow } from '../history/resolution.ts';
import { SeriesStore } from '../series/series-store.ts';
import { LineTile } from '../tiles/line/line-tile.ts';
import { NumberTile } from '../tiles/number/number-tile.ts';
import type { Tile, TileContext } from '../tiles/tile.ts';
import { firstPost } from './first-post.ts';
import { type OfferedTile, offeredTiles } from './offered-tiles.ts';
import { RecentEntries } from './recent-entries.ts';
import { shapeOf } from './shape.ts';
import { StatesTile } from './states-tile.ts';
import { type Plan, TopicProfile } from './topic-profile.ts';

/** Max events, and max characters, that are kept for new tiles. */
const maxKept = 10_000;
const maxCharacters = 8_000_000;

type Context = Pick<TileContext, 'scheduler' | 'theme' | 'zoom'>;

/**
 * The tiles that fit the events of a topic or pattern. They are made anew when other kinds of data come. Data that cannot be
 * drawn has no tile: the frames are listed below.
 */
export class AutoTiles {
  readonly element = element('div', { class: 'auto-tiles' });
  private readonly profile = new TopicProfile();
  private readonly kept = new RecentEntries<FeedEvent>(maxKept, maxCharacters, ({ source = '' }) => source.length);
  private plan: Plan = this.profile.plan;
  private tiles: readonly Tile[] = [];
  private numbers = new EventRouter();
  private events = new EventRouter();

  constructor(
    private readonly topic: string,
    private readonly context: Context,
  ) {
    this.element.append(waiting(topic));
  }

  /** The tiles that can be added to a board. */
  get offers(): readonly OfferedTile[] {
    return offeredTiles(this.topic, this.profile);
  }

  /** Takes the events of history. */
  deliver(events: readonly FeedEvent[]): void {
    for (const event of events) {
      this.kept.push(event);
      this.profile.note(event);
    }
    this.makeTiles();
  }

  accept(event: FeedEvent): void {
    this.kept.push(event);
    this.profile.note(event);
    if (this.profile.plan !== this.plan || this.kept.list.length === 1) this.makeTiles();
    else this.hand(event, 'live');
  }

  close(): void {
    for (const tile of this.tiles) {
      this.context.scheduler.remove(tile);
      tile.close?.();
    }
  }

  private makeTiles(): void {
    this.plan = this.profile.plan;
    if (this.kept.list.length === 0) return;
    this.close();
    this.numbers = new EventRouter();
    this.events = new EventRouter();
    this.tiles = this.tilesOf(this.plan);
    for (const event of this.kept.list) this.hand(event, 'history');
    this.element.replaceChildren(...this.tiles.map((tile) => tile.element));
    this.element.hidden = this.tiles.length === 0;
    for (const tile of this.tiles) this.context.scheduler.add(tile);
  }

  private tilesOf({ units, isSingle, hasStates }: Plan): Tile[] {
    const { topic, context, numbers, events } = this;
    const series: TileContext = { ...context, router: numbers, store: new SeriesStore(defaultWindow) };
    const charts = units.map((unit, i) => {
      const title = units.length === 1 || unit === '' ? topic : `${topic} · ${unit}`;
      return new LineTile({ ...config(title, `${i}/**`), type: 'line', area: false }, series);
    });
    return [
      ...(isSingle ? [new NumberTile({ ...config(topic, '**'), type: 'number' }, series)] : []),
      ...charts,
      ...(hasStates ? [new StatesTile(topic, { ...series, router: events })] : []),
    ];
  }

  /** Each number goes to its unit's chart as if it were a topic of its own. */
  private hand(event: FeedEvent, origin: Origin): void {
    const shape = shapeOf(event.data);
    if (shape.kind === 'numbers') {
      for (const { path, value, unit } of shape.numbers) {
        const topic = `${this.profile.chartOf(unit)}/${event.topic}${path === '' ? '' : `/${path}`}`;
        this.numbers.route({ ...event, topic, data: { value, unit } }, origin);
      }
    }
    this.events.route(event, origin);
  }
}

const config = (title: string, topic: string) => ({
  title,
  topics: [topic],
  except: [],
  thresholds: [],
  width: 12,
  height: 2,
});

function waiting(topic: string): HTMLElement {
  const command = topic.includes('*') ? undefined : new CommandLine('Copy', firstPost(topic)).element;
  return element('div', { class: 'first-event' }, element('p', {}, `Waiting for ${topic}…`), command);
}
