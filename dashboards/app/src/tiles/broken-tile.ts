import type { BrokenTile as BrokenTileConfig } from '../board/board.ts';
import { element } from '../page/element.ts';
import { icon } from '../page/icon.ts';
import type { Tile } from './tile.ts';
import { TileFrame } from './tile-frame.ts';

/** Stands where a tile of the board file cannot be shown, and says why. */
export class BrokenTile implements Tile {
  readonly element: HTMLElement;

  constructor({ title, errors }: BrokenTileConfig) {
    const frame = new TileFrame('broken', title);
    const list = element('ul', {}, ...errors.map((error) => element('li', {}, error)));
    // It may scroll, and the keyboard must reach that.
    frame.body.tabIndex = 0;
    frame.body.append(element('p', {}, icon('warning'), 'This tile cannot be shown'), list);
    this.element = frame.element;
  }

  draw(): void {}
}
