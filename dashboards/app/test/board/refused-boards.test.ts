import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import schema from '../../../board.schema.json';
import { readBoard } from '../../src/board/read-board.ts';
import { fullBoards, fullTiles } from '../support/full-boards.ts';
import { spoiled } from '../support/spoiled.ts';

/** What a schema cannot say. The service has code for it. */
const beyondSchema = /as one of its segments$|min must (?:be less|not be more) than max$/;
/** Only the browser knows its time zones. */
const onlyHere = /zone must be a time zone/;

/** What the page has against a board and its tiles. */
function errorsOf(file: unknown): readonly string[] {
  const result = readBoard(file);
  if ('errors' in result) return result.errors.length > 0 ? result.errors : ['title must be a text'];
  return result.board.tiles.flatMap((tile) => (tile.type === 'broken' ? tile.errors : []));
}

const refused = fullBoards.flatMap((board) =>
  [...spoiled(board)]
    .map((file) => ({ file, errors: errorsOf(file) }))
    .filter(({ errors }) => errors.length > 0 && !errors.every((error) => onlyHere.test(error))),
);

test('boards and tiles with every field there is are read', () => {
  expect(fullBoards.map(errorsOf)).toEqual(fullBoards.map(() => []));
  const fields = new Set(fullTiles.flatMap((tile) => Object.keys(tile)));
  expect([...fields].sort()).toEqual(Object.keys(schema.$defs.tile.properties).sort());
});

test('what the page refuses, the schema refuses', () => {
  const validate = new Ajv2020({ strict: false }).compile(schema);
  const taken = refused.filter(({ file, errors }) => !errors.some((error) => beyondSchema.test(error)) && validate(file));
  expect(taken).toEqual([]);
});

/** The service is asked about each of them, by BoardValidationTests.cs. */
test('each reason of the page to refuse a board is in a file, with a board', async () => {
  const single = refused.filter(({ errors }) => errors.length === 1);
  const byReason = new Map(single.map(({ file, errors: [page] }) => [page?.replace(/“.*”/, ''), { page, board: file }]));
  const lines = [...byReason.values()].map((one) => JSON.stringify(one));
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./refused-boards.jsonl');
});
