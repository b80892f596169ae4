import '../embed.css';
import './image.css';
import { element } from '../../dom/element.ts';
import { explainPolicy } from '../embed-policy.ts';
import type { ImageTileConfig } from '../generated/tile-config.ts';
import type { Tile } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';

/** An image, loaded anew as often as the board says. When it cannot be loaded the last one stays, marked stale. */
export class ImageTile implements Tile {
  readonly element: HTMLElement;
  readonly close: () => void;
  private readonly frame: TileFrame;
  private shown: HTMLImageElement | undefined;
  /** By the service's clock, as `draw` gets it. */
  private askedAt = Number.NEGATIVE_INFINITY;
  private loadedAt = Number.NEGATIVE_INFINITY;
  private hasFailed = false;

  constructor(private readonly config: ImageTileConfig) {
    this.frame = new TileFrame('image', config.title, config.description);
    this.element = this.frame.element;
    this.close = explainPolicy(this.frame, config.url ?? '', 'img-src');
  }

  /** Called once a second while it is in sight. An image out of sight is not loaded. */
  draw(now: number): void {
    const { refresh = Number.POSITIVE_INFINITY } = this.config;
    if (now - this.askedAt >= refresh || this.askedAt === Number.NEGATIVE_INFINITY) this.load(now);
    this.frame.setStale(this.hasFailed && this.shown !== undefined ? now - this.loadedAt : undefined);
  }

  private load(now: number): void {
    const isFirst = this.askedAt === Number.NEGATIVE_INFINITY;
    this.askedAt = now;
    const image = element('img', { alt: this.config.alt, referrerpolicy: 'no-referrer' });
    image.addEventListener('load', () => {
      this.hasFailed = false;
      this.loadedAt = now;
      this.frame.setEmpty();
      this.frame.body.replaceChildren(image);
      this.shown = image;
    });
    image.addEventListener('error', () => {
      this.hasFailed = true;
      if (this.shown === undefined && !this.frame.isEmpty) this.frame.setEmpty(`cannot load ${this.config.url}`);
    });
    image.src = isFirst ? (this.config.url ?? '') : this.freshUrl(now);
  }

  /** Browsers do not load an address again of which they have an image. */
  private freshUrl(now: number): string {
    const url = new URL(this.config.url ?? '', location.href);
    url.searchParams.set('refreshed', String(Math.round(now)));
    return url.href;
  }
}
