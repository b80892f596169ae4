// What is composed: the list of tile types, the schema of each, the fields that several types share, and the schema of the
// rest of a board.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} app The folder of the page, which has `src/`. */
export function readSources(app) {
  const read = (path) => JSON.parse(readFileSync(join(app, 'src', path), 'utf8'));
  const names = read('tiles/types.json');
  return {
    board: read('board/board.schema.json'),
    shared: read('tiles/shared.schema.json').properties,
    types: names.map((name) => ({ name, ...read(`tiles/${name}/schema.json`) })),
  };
}

/** All definitions: the board's own and those of the types. */
export function definitionsOf({ board, types }) {
  return Object.assign({}, board.$defs, ...types.map(({ $defs = {} }) => $defs));
}
