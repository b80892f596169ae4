// What each entry loads before anything is asked for, minified and in gzip, as a page gets it from a bundler.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const limits = {
  index: '5 KB', // `connect`, following over server-sent events
  websocket: '4 KB',
  polling: '3 KB',
  rooms: '6 KB',
  sharing: '9 KB',
  react: '10 KB',
  element: '7 KB',
  queries: '3 KB',
};

const here = fileURLToPath(new URL('.', import.meta.url));
const out = join(here, 'node_modules/.cache/size');
// The boards' bundler.
const bundler = createRequire(new URL('../app/node_modules/vite/package.json', import.meta.url)).resolve('rolldown');
const { rolldown } = await import(pathToFileURL(bundler).href);

/** The entry's file, and those that it imports; what it may load later is in others. */
async function filesOf(entry) {
  const bundle = await rolldown({ input: join(here, `dist/${entry}.js`), external: ['react'] });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const first = new Set();
  const add = (name) => {
    const chunk = chunks.get(name);
    if (chunk === undefined || first.has(chunk)) return;
    first.add(chunk);
    chunk.imports.forEach(add);
  };
  add(output.find(({ isEntry }) => isEntry).fileName);
  const folder = join(out, entry);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return [...first].map(({ code }, i) => {
    const file = join(folder, `${i}.js`);
    writeFileSync(file, code);
    return file;
  });
}

export default await Promise.all(
  Object.entries(limits).map(async ([name, limit]) => ({ name, path: await filesOf(name), limit, gzip: true })),
);
