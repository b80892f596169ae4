import type { BrokenTile as BrokenTileConfig } from '../board/board.ts';
import { element } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import type { Tile } from './tile.ts';
import { TileFrame } from './tile-frame.ts';

/** Replaces a tile that cannot be shown, or that the reader may not see, and says why. */
export class BrokenTile implements Tile {
  readonly element: HTMLElement;

  constructor({ title, errors, ...config }: BrokenTileConfig) {
    const isForbidden = config.isForbidden === true;
    const frame = new TileFrame('broken', title);
    const list = element('ul', {}, ...errors.map((error) => element('li', {}, error)));
    // It may scroll, and the keyboard must reach that.
    frame.body.tabIndex = 0;
    const words = isForbidden ? 'Your rights do not include' : 'This tile cannot be shown';
    frame.body.append(element('p', {}, icon(isForbidden ? 'lock' : 'warning'), words), list);
    this.element = frame.element;
    this.element.classList.toggle('is-forbidden', isForbidden);
  }

  draw(): void {}
}
