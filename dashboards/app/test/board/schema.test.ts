import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../../board.schema.json';
import { readBoard } from '../../src/board/read-board.ts';
import { tileTypes } from '../../src/tiles/generated/tile-defaults.ts';
import { readTile } from '../../src/tiles/read-tile.ts';

const boards = Object.entries(
  import.meta.glob(['../../../*.json', '!**/*.schema.json'], { eager: true, import: 'default' }),
);
const { tile, threshold, variable, section, shape, place, field } = schema.$defs;

/** An object that notes which of its members are asked for. */
function watched<T extends object>(source: T): { asked: Set<string>; object: T } {
  const asked = new Set<string>();
  const object = new Proxy(source, {
    get: (target, name) => {
      asked.add(String(name));
      return Reflect.get(target, name);
    },
  });
  return { asked, object };
}

const fields = (part: { properties: object }) => Object.keys(part.properties).sort();

describe('the schema of boards', () => {
  test('holds for each board that comes with LiveFeed', () => {
    const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
    expect(boards.length).toBeGreaterThan(0);
    for (const [name, board] of boards) {
      validate(board);
      expect([name, validate.errors]).toEqual([name, null]);
    }
  });

  test('knows the tile types that the page knows', () => {
    expect(tile.properties.type.enum).toEqual([...tileTypes]);
  });

  test('knows the fields of tiles that the page reads', () => {
    const asked = tileTypes.flatMap((type) => {
      const one = watched({ type, topics: ['a'] });
      readTile(one.object, 0);
      return [...one.asked];
    });
    expect(fields(tile)).toEqual([...new Set(asked)].sort());
  });

  test('knows the other fields that the page reads', () => {
    const level = watched({ above: 1 });
    const host = watched({ topics: 'a/{host}' });
    const part = watched({ title: 'a', tiles: [] });
    const board = watched({
      title: 'a',
      variables: { host: host.object },
      tiles: [{ type: 'line', topics: ['a'], thresholds: [level.object] }],
      sections: [part.object],
    });
    readBoard(board.object);
    const outline = watched({
      points: [
        [0, 0],
        [1, 1],
      ],
    });
    const spot = watched({ x: 1, y: 1, thresholds: [] });
    const one = watched({ name: 'a', type: 'number' });
    const other = watched({ name: 'b' });
    readTile({ type: 'plan', topics: ['a'], shapes: [outline.object], places: { a: spot.object } }, 0);
    readTile({ type: 'form', post: 'a', fields: [one.object, other.object] }, 0);
    expect(fields(shape)).toEqual([...outline.asked].sort());
    expect(fields(place)).toEqual([...spot.asked].sort());
    expect(fields(field)).toEqual([...new Set([...one.asked, ...other.asked])].sort());
    expect(fields(threshold)).toEqual([...level.asked].sort());
    expect(fields(variable)).toEqual([...host.asked].sort());
    expect(fields(section)).toEqual([...part.asked].sort());
    expect(fields(schema)).toEqual(['$schema', ...board.asked].sort());
  });

  test('describes each field', () => {
    for (const part of [schema, tile, threshold, variable, section, shape, place, field]) {
      for (const [name, field] of Object.entries(part.properties))
        expect([name, field]).toEqual([name, expect.objectContaining({ description: expect.any(String) })]);
    }
  });
});
