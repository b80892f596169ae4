import './text.css';
import { element, setText } from '../../dom/element.ts';
import { valueText } from '../../format/value.ts';
import { LatestGroup } from '../../series/latest-group.ts';
import { readScalar, readUnit } from '../../series/read-value.ts';
import { alarmsOf } from '../alarms.ts';
import type { TextTileConfig } from '../generated/tile-config.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';
import { readMarkdown } from './markdown.ts';
import { markdownView } from './markdown-view.ts';

/** Markdown, in which `{topic}` is the latest value of the topic. */
export class TextTile implements Tile {
  readonly element: HTMLElement;
  readonly isLatestOnly = true;
  private readonly frame: TileFrame;
  private readonly group: LatestGroup;
  /** The elements that show a topic's value. */
  private readonly places = new Map<string, HTMLElement[]>();

  constructor(
    private readonly config: TextTileConfig,
    context: TileContext,
  ) {
    this.frame = new TileFrame('text', config.title, config.description);
    const label = config.title === '' ? 'Text' : config.title;
    // It may scroll, and the keyboard must reach that.
    const text = element('div', { class: 'markdown', tabindex: '0', role: 'region', 'aria-label': label });
    text.append(...markdownView(readMarkdown(config.text ?? ''), (topic) => this.place(topic)));
    this.frame.body.append(text);
    this.element = this.frame.element;
    this.group = new LatestGroup(
      config,
      () => true,
      () => context.scheduler.invalidate(this),
    );
    context.router.add(this.group);
  }

  draw(now: number): void {
    const { unit, value, decimals, stale } = this.config;
    for (const {
      latest: { topic, data },
    } of this.group.rows) {
      const text = valueText(readScalar(data, value) ?? data, unit ?? readUnit(data) ?? '', decimals);
      for (const place of this.places.get(topic) ?? []) setText(place, text);
    }
    const values = this.group.rows.map(({ latest }) => ({
      lastTime: latest.lastTime,
      interval: latest.interval,
      level: undefined,
    }));
    this.frame.setStale(alarmsOf(values, now, stale).silence);
  }

  adopt(before: Tile): void {
    if (before instanceof TextTile) this.group.adopt(before.group);
  }

  /** An ellipsis until the first value comes. */
  private place(topic: string): HTMLElement {
    const place = element('span', { class: 'text-value', title: topic }, '…');
    this.places.set(topic, [...(this.places.get(topic) ?? []), place]);
    return place;
  }
}
