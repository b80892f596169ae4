// Prints what each page needs at first, in gzip, and what is loaded when it is wanted; fails when a page needs more than people on
// a phone should wait for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const most = 80 * 1024;

const folder = new URL('dist/', import.meta.url).pathname;
const publicFiles = readdirSync(new URL('public/', import.meta.url).pathname);
const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'));

const weigh = (files) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0);
const inKilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

/** A chunk's own files, and those of all that it imports. */
function filesOf(name, files = new Set()) {
  const { file, css = [], assets = [], imports = [] } = manifest[name];
  if (files.has(file)) return files;
  for (const one of [file, ...css, ...assets]) files.add(one);
  for (const one of imports) filesOf(one, files);
  return files;
}

let isTooMuch = false;
const atFirst = new Set();
for (const [name, { isEntry }] of Object.entries(manifest)) {
  if (!isEntry || !name.endsWith('.html')) continue;
  // What stands in the folder of public files may be wanted by any page: the theme, the icon.
  const files = new Set([name, ...publicFiles, ...filesOf(name)]);
  for (const file of files) atFirst.add(file);
  const weight = weigh(files);
  isTooMuch ||= weight > most;
  console.log(`${name} needs ${inKilobytes(weight)} in gzip, of ${inKilobytes(most)} at most`);
}
// What several later parts share, as most tile types do, is a file of its own.
for (const [name, { file, isDynamicEntry }] of Object.entries(manifest)) {
  if (!isDynamicEntry && !(name.startsWith('_') && file.endsWith('.js') && !atFirst.has(file))) continue;
  const later = [...filesOf(name)].filter((file) => !atFirst.has(file));
  console.log(`  later, when it is wanted: ${name}, ${inKilobytes(weigh(later))}`);
}
if (isTooMuch) {
  console.error('A page needs too much at first.');
  process.exit(1);
}
