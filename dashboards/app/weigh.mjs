// Prints what each built page weighs in gzip with all that it loads at first, and fails when that is more than people on a phone
// should wait for. What is only loaded when it is asked for does not count.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const most = 80 * 1024;

const folder = new URL('dist/', import.meta.url).pathname;
const weigh = (name) => gzipSync(readFileSync(join(folder, name)), { level: 9 }).length;
for (const page of readdirSync(folder).filter((name) => name.endsWith('.html'))) {
  // The build names every file that is loaded at first in the page itself.
  const files = [...readFileSync(join(folder, page), 'utf8').matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1]);
  const weight = [page, ...new Set(files)].reduce((sum, name) => sum + weigh(name), 0);
  console.log(`${page} weighs ${(weight / 1024).toFixed(1)} KB in gzip, of ${most / 1024} KB at most`);
  if (weight > most) process.exitCode = 1;
}
