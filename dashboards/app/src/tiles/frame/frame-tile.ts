import '../embed.css';
import './frame.css';
import { element } from '../../dom/element.ts';
import { explainPolicy } from '../embed-policy.ts';
import type { FrameTileConfig } from '../generated/tile-config.ts';
import type { Tile } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';

/** Another page in a frame, loaded anew as often as the board says. A browser does not tell whether it came. */
export class FrameTile implements Tile {
  readonly element: HTMLElement;
  readonly close: () => void;
  private readonly page: HTMLIFrameElement;
  private loadedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly config: FrameTileConfig) {
    const frame = new TileFrame('frame', config.title, config.description);
    const isForeign = new URL(config.url ?? '', location.href).origin !== location.origin;
    // A page of another origin may run scripts, but may not navigate this one.
    const sandbox = isForeign ? { sandbox: 'allow-scripts allow-same-origin allow-forms allow-popups' } : {};
    this.page = element('iframe', { title: config.title, referrerpolicy: 'no-referrer', ...sandbox });
    frame.body.append(this.page);
    this.element = frame.element;
    this.close = explainPolicy(frame, config.url ?? '', 'frame-src');
  }

  draw(now: number): void {
    const { refresh = Number.POSITIVE_INFINITY, url = '' } = this.config;
    if (now - this.loadedAt < refresh && Number.isFinite(this.loadedAt)) return;
    this.loadedAt = now;
    this.page.src = url;
  }
}
