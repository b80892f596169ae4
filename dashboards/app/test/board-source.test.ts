import { expect, test } from 'vitest';
import { nameFromPath } from '../src/board/board-source.ts';

test.each([
  ['/', undefined],
  ['/boards/host', 'host'],
  ['/boards/my%20board/', 'my board'],
  ['/boards/a/b', undefined],
  ['/boards/%E0%A4', '%E0%A4'],
])('the address %s names the board %j', (path, name) => {
  expect(nameFromPath(path)).toBe(name);
});
