import { defineConfig } from 'vitest/config';

const at = (path: string) => decodeURIComponent(new URL(path, import.meta.url).pathname);

/** Where `npm run dev` finds the service. */
const service = 'http://localhost:5080';

/** The service's own paths; everything else is the page and its assets. */
const served = ['/events', '/history', '/topics', '/clients', '/healthz', '^/boards$', '^/boards/.*\\.json$'];

/**
 * What both pages need at first, in one file: by itself the bundler makes one of each set of modules that any two have in common, and
 * many small files are 4 KB larger in gzip than one.
 */
const shell = {
  name: 'shell',
  priority: 3,
  test: /\/(client\/src|app\/src\/(address|board|chart|dom|draw|format|page|series|theme))\/(?!(board-(page|view|grid)|section-view|pack|variable-pickers|zoom-bar|latest|row-order|time-labels|command-line|copy-button|refusal-answer|sharing\/(blamed|feed-hub|held|hub-|recall|recent|sent-change|shared-stream|stream-tabs|topic-changes)|connection\/(?!call-each|listeners|silence)|sse\/).*)[^?]*\.ts$/,
  minShareCount: 2,
};

/** Loaded with the first tile of one of these types: two files instead of one for each type. What reads a board's file is there before. */
const ofTile = '(?!definition|read-|generated|states-query|text-topics|grid-painter|painter-worker)[^?]*$';
const commonTiles = {
  name: 'common-tiles',
  priority: 2,
  test: new RegExp(`/app/src/(tiles/(events|meter)|events)/${ofTile}`),
};
const otherTiles = {
  name: 'other-tiles',
  priority: 1,
  test: new RegExp(`/app/src/tiles/(?!line|number|generated)[a-z]+/${ofTile}`),
};

export default defineConfig({
  // Beside the packages, although the tests' root is a folder higher.
  cacheDir: at('node_modules/.vite'),
  resolve: {
    alias: [
      { find: /^@livefeed\/client\/(\w+)$/, replacement: `${at('../client/src')}/$1.ts` },
      // Of the library's tests: it has no packages but those that check what is published.
      { find: /^(react|react-dom)(\/.*)?$/, replacement: `${at('node_modules')}/$1$2` },
    ],
  },
  build: {
    target: 'es2022',
    // Two pages with one shell: whoever looks at a board loads nothing of the other.
    rolldownOptions: {
      input: [at('index.html'), at('explore.html')],
      output: { codeSplitting: { groups: [shell, commonTiles, otherTiles] } },
    },
    // The page's weight is checked in gzip; a source map would only be shipped to people who do not read it.
    sourcemap: false,
    modulePreload: { polyfill: false },
    // By which weigh.mjs tells what a page loads at first.
    manifest: true,
  },
  server: {
    proxy: Object.fromEntries(served.map((path) => [path, { target: service }])),
    fs: { allow: [at('..')] },
  },
  test: {
    // One run covers the page and the client library, which has no dependency and so no node_modules of its own.
    root: at('..'),
    include: ['app/test/**/*.test.ts', 'client/test/**/*.test.ts'],
    // Far longer than any test takes: a machine that is busy is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    environment: 'node',
    // Else style sheets are empty here; one test measures their colours.
    css: { include: [/colours\.css/] },
  },
});
