// Prints what the built page weighs in gzip, and fails when that is more than people on a phone should wait for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const most = 80 * 1024;

const folder = new URL('dist/', import.meta.url).pathname;
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const weight = files.reduce((sum, { parentPath, name }) => sum + gzipSync(readFileSync(join(parentPath, name)), { level: 9 }).length, 0);
const text = `The page weighs ${(weight / 1024).toFixed(1)} KB in gzip, of ${most / 1024} KB at most`;
if (weight > most) {
  console.error(text);
  process.exit(1);
}
console.log(text);
