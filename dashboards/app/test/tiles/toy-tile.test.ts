// @vitest-environment happy-dom
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';

const dashboards = join(__dirname, '../../..');
// Within the page's folder, so that its packages are found.
const copy = mkdtempSync(join(dashboards, 'app/.toy-'));
const app = join(copy, 'app');

/** The folder of a tile type that shows how many events came. */
const toy = {
  'schema.json': {
    description: 'how many events came',
    defaults: { width: 3, height: 2 },
    required: ['topics'],
    shared: ['value', 'stale'],
    properties: { step: { type: 'integer', minimum: 1, default: 1, description: 'Of a toy: how much an event counts' } },
    form: { first: ['step'], example: { topics: ['$topic'], step: 2 } },
  },
  'definition.ts': `
    import { latestKind } from '../../history/history-kind.ts';
    import type { ToyTileConfig } from '../generated/tile-config.ts';
    import type { TileDefinition } from '../tile-definition.ts';
    export const definition: TileDefinition<ToyTileConfig> = {
      read: (reader) => ({ step: reader.integer('step', 1, 10) ?? 1 }),
      historyOf: latestKind,
      load: async () => (await import('./toy-tile.ts')).ToyTile,
    };`,
  'toy-tile.ts': `
    import './toy.css';
    import type { ToyTileConfig } from '../generated/tile-config.ts';
    import type { Tile, TileContext } from '../tile.ts';
    import { TileFrame } from '../tile-frame.ts';
    export class ToyTile implements Tile {
      readonly element: HTMLElement;
      private readonly frame: TileFrame;
      private count = 0;
      constructor(config: ToyTileConfig, context: TileContext) {
        this.frame = new TileFrame('toy', config.title);
        this.element = this.frame.element;
        context.router.add({ wants: (topic) => config.topics.includes(topic), accept: () => (this.count += config.step) });
      }
      draw(): void {
        this.frame.body.textContent = String(this.count);
      }
    }`,
  'toy.css': '.tile-toy { color: red; }',
};

beforeAll(() => {
  for (const part of ['app/src', 'app/compose', 'app/tsconfig.json', 'client/src'])
    cpSync(join(dashboards, part), join(copy, part), { recursive: true });
  const folder = join(app, 'src/tiles/toy');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(toy))
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  // The one line.
  const list = join(app, 'src/tiles/types.json');
  writeFileSync(list, readFileSync(list, 'utf8').replace('[\n', '[\n  "toy",\n'));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('a tile type is one folder and one line: it is checked, read, filled, made and offered', {
  timeout: 120_000,
}, async () => {
  const run = promisify(execFile);
  await run(process.execPath, ['compose/main.mjs', '.'], { cwd: app });

  const schema = JSON.parse(readFileSync(join(copy, 'board.schema.json'), 'utf8'));
  const validate = new Ajv2020({ strict: false }).compile(schema);
  const board = (tile: object) => ({ title: 'a', tiles: [{ type: 'toy', topics: ['a'], ...tile }] });
  expect([validate(board({ step: 3 })), validate(board({ step: 0 }))]).toEqual([true, false]);

  const load = (path: string) => import(/* @vite-ignore */ join(app, 'src', path));
  const { readBoard } = await load('board/read-board.ts');
  const config = readBoard(board({})).board.tiles[0];
  expect(config).toEqual({ type: 'toy', title: 'a', topics: ['a'], except: [], width: 3, height: 2, step: 1 });

  const { historyOf, loadTileTypes, makeTile } = await load('tiles/tile-types.ts');
  expect(historyOf(config, 300_000).name).toBe('latest');
  await loadTileTypes([config]);
  const { EventRouter } = await load('feed/event-router.ts');
  const router = new EventRouter();
  const tile = makeTile(config, { router });
  router.route({ topic: 'a', event: 'message', time: 0, data: 1 }, 'live');
  tile.draw(0);
  expect(tile.element.textContent).toContain('a1');

  const { newTile, splitFields } = await load('edit/tile-form.ts');
  expect(newTile('toy', 'b')).toEqual({ type: 'toy', topics: ['b'], step: 2 });
  expect(splitFields('toy', ['type', 'topics', 'step', 'unit'], []).first).toEqual(['type', 'topics', 'step']);
});

test('the code of a tile type is checked against its schema', { timeout: 120_000 }, async () => {
  const tsc = join(dashboards, 'app/node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [tsc, '--noEmit', '-p', app]).catch(({ stdout }) => expect(stdout).toBe(''));
});
