import { describe, expect, test } from 'vitest';
import { type Area, pack } from '../../src/page/pack.ts';

/** The grid as a picture: each tile's letter in its cells, a dot where there is none. */
function picture(areas: readonly Area[], columns: number): string[] {
  const rows = Math.max(0, ...areas.map(({ row, height }) => row + height));
  const lines = Array.from({ length: rows }, () => Array.from({ length: columns }, () => '.'));
  areas.forEach((area, i) => {
    for (let y = 0; y < area.height; y++)
      for (let x = 0; x < area.width; x++) (lines[area.row + y] as string[])[area.column + x] = 'abcdefgh'[i] ?? '?';
  });
  return lines.map((line) => line.join(''));
}

const place = ([width, height]: number[]) => ({ width: width as number, height: height as number });

describe('tiles', () => {
  test.each([
    [
      'stand side by side',
      [
        [2, 1],
        [2, 1],
        [2, 1],
      ],
      ['aabbcc'],
    ],
    [
      'stack beside a high one',
      [
        [4, 2],
        [2, 1],
        [2, 1],
      ],
      ['aaaabb', 'aaaacc'],
    ],
    [
      'grow down into a hole',
      [
        [3, 3],
        [3, 1],
        [6, 1],
      ],
      ['aaabbb', 'aaabbb', 'aaabbb', 'cccccc'],
    ],
    [
      'grow to the right into a hole',
      [
        [3, 1],
        [6, 1],
      ],
      ['aaaaaa', 'bbbbbb'],
    ],
    [
      'leave the end open',
      [
        [2, 1],
        [2, 1],
      ],
      ['aabb..'],
    ],
    ['are no wider than the grid', [[12, 1]], ['aaaaaa']],
  ])('%s', (_, tiles, lines) => {
    expect(picture(pack(tiles.map(place), 6, false), 6)).toEqual(lines);
  });

  test('fill the end where that is wanted', () => {
    expect(picture(pack([place([2, 1]), place([2, 1])], 6, true), 6)).toEqual(['aabbbb']);
  });

  test('leave no hole between them, whatever their sizes', () => {
    for (let seed = 1; seed < 200; seed++) {
      const random = (most: number) => 1 + (((seed * 7919 * (most + 1)) % 104729) % most);
      const tiles = Array.from({ length: 1 + (seed % 8) }, (_, i) =>
        place([random(6 + i) % 6 || 6, random(3 + i) % 3 || 3]),
      );
      const areas = pack(tiles, 6, true);
      const cells = areas.reduce((sum, { width, height }) => sum + width * height, 0);
      const lines = picture(areas, 6);
      // Each cell once: no tile lies on another.
      expect(lines.join('').replaceAll('.', '')).toHaveLength(cells);
    }
  });
});
