import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// What Biome has no rule for. Generated files, and pages' packages, are left out.
const dashboards = join(__dirname, '../..');
const roots = ['app/src', 'app/test', 'app/compose', 'client/src', 'client/test'].map((root) => join(dashboards, root));
const files = roots.flatMap((root) =>
  readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()),
);

test('a folder has at most 24 files', () => {
  const counts = new Map<string, number>();
  for (const { parentPath } of files) counts.set(parentPath, (counts.get(parentPath) ?? 0) + 1);
  expect([...counts].filter(([, count]) => count > 24)).toEqual([]);
});

test('half of the files of code have at most 60 lines', () => {
  const code = files.filter(
    ({ name, parentPath }) => /\.(ts|css|mjs)$/.test(name) && !/test$|generated|test\//.test(parentPath),
  );
  const lines = code.map(({ name, parentPath }) => readFileSync(join(parentPath, name), 'utf8').split('\n').length - 1);
  expect(lines.sort((a, b) => a - b)[lines.length >> 1]).toBeLessThanOrEqual(60);
});

test('a line has at most 125 columns, but for long texts', () => {
  const long = files.flatMap(({ name, parentPath }) => {
    const lines =
      /generated/.test(parentPath) || !/\.(ts|mjs)$/.test(name)
        ? []
        : readFileSync(join(parentPath, name), 'utf8').split('\n');
    return lines.filter((line) => line.length > 125 && !/(['"`]).{60,}\1/.test(line)).map((line) => `${name}: ${line}`);
  });
  expect(long).toEqual([]);
});
