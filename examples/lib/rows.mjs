import { readFileSync } from 'node:fs';

/** A file of the npm package vega-datasets. */
export function read(file) {
  return readFileSync(new URL(`../node_modules/vega-datasets/data/${file}`, import.meta.url), 'utf8');
}

/** The rows of a file of comma-separated values that has no quotes, as objects. */
export function rows(file) {
  const [head, ...lines] = read(file).trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i], value])));
}
