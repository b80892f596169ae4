import { readTile } from '../tiles/read-tile.ts';
import type { Section } from './board.ts';
import { isObject, Reader } from './reader.ts';

/** The board's own tiles as a section without a heading, and then its sections. */
export function readSections(reader: Reader, errors: string[]): Section[] {
  const own = reader.list('tiles');
  const listed = reader.list('sections');
  if (reader.any('tiles') === undefined && reader.any('sections') === undefined) reader.fail('tiles', 'is missing');

  // Tiles without a title are called by their number on the board.
  let count = 0;
  const read = (tiles: readonly unknown[]) => tiles.map((tile) => readTile(tile, count++));
  const sections: Section[] = own === undefined ? [] : [{ folded: false, tiles: read(own) }];
  for (const [i, source] of (listed ?? []).entries()) {
    const path = `sections[${i}]`;
    if (!isObject(source)) {
      errors.push(`${path} must be an object`);
      continue;
    }
    const part = new Reader(source, errors, `${path}.`);
    const title = part.text('title');
    if (source['title'] === undefined) part.fail('title', 'is missing');
    const folded = part.flag('folded') ?? false;
    const tiles = part.list('tiles');
    if (source['tiles'] === undefined) part.fail('tiles', 'is missing');
    if (title !== undefined && tiles !== undefined) sections.push({ title, folded, tiles: read(tiles) });
  }
  return sections;
}
