// What each entry loads before anything is asked for, minified and in gzip, as one file. What it may load later is not in it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const limits = {
  index: '5 KB', // `connect`, following over server-sent events
  websocket: '3.5 KB',
  polling: '2 KB',
  rooms: '6.5 KB', // with publishing
  sharing: '5.5 KB',
  react: '10 KB', // with all that the hooks may use
  element: '7 KB',
  queries: '2 KB',
};

const here = fileURLToPath(new URL('.', import.meta.url));
const out = join(here, 'node_modules/.cache/size');
mkdirSync(out, { recursive: true });
// The boards' bundler.
const bundler = createRequire(new URL('../app/node_modules/vite/package.json', import.meta.url)).resolve('rolldown');
const { rolldown } = await import(pathToFileURL(bundler).href);

const later = {
  name: 'later',
  resolveId: (id, _, { kind }) => (kind === 'dynamic-import' ? { id, external: true } : null),
};

async function bundle(entry) {
  const made = await rolldown({ input: join(here, `dist/${entry}.js`), external: ['react'], plugins: [later] });
  const { output } = await made.generate({ format: 'esm', minify: true });
  await made.close();
  const file = join(out, `${entry}.js`);
  writeFileSync(file, output[0].code);
  return file;
}

export default await Promise.all(
  Object.entries(limits).map(async ([name, limit]) => ({ name, path: await bundle(name), limit, gzip: true })),
);
