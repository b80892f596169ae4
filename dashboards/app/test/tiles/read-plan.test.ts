import { expect, test } from 'vitest';
import { readTile } from '../../src/tiles/read-tile.ts';

const errorsOf = (tile: object) => {
  const read = readTile(tile, 0);
  return read.type === 'broken' ? read.errors : [];
};

test('a plan has places with thresholds of their own, and outlines', () => {
  const tile = readTile(
    {
      type: 'plan',
      topics: ['a'],
      places: { a: { x: 1, y: 2, thresholds: [{ below: 0 }] } },
      shapes: [
        {
          points: [
            [0, 0],
            [9, 9],
          ],
          label: 'way',
        },
      ],
    },
    0,
  );
  expect(tile).toMatchObject({
    type: 'plan',
    aspect: 1.6,
    shapes: [{ label: 'way' }],
    places: { a: { x: 1, y: 2, thresholds: [{ below: 0, level: 'warning' }] } },
  });
});

test('a plan without places says so', () => {
  expect(errorsOf({ type: 'plan', topics: ['a'] })).toEqual(['places is missing: say where on the plan each topic stands']);
});

test('an image of a plan needs words for who does not see it', () => {
  expect(errorsOf({ type: 'plan', topics: ['a'], places: {}, url: '/favicon.svg' })).toEqual([
    'alt is missing: say what the image shows',
  ]);
});

test('a form without a topic or fields says both', () => {
  expect(errorsOf({ type: 'form' })).toEqual([
    'post is missing: say which topic the form posts to',
    'fields must have at least one field',
  ]);
});

test('a form follows nothing', () => {
  expect(readTile({ type: 'form', post: 'a', fields: [{ name: 'b' }] }, 0)).toMatchObject({
    title: 'Form',
    topics: [],
    fields: [{ label: 'b', type: 'text' }],
  });
});
