// What is published: `npm run check`, after `npm run build`.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';

const here = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(here, 'node_modules/.bin', name);
const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json');
const nameOf = (entry) => entry.replace('.', manifest.name);

const folder = mkdtempSync(join(tmpdir(), 'livefeed-client-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: here, encoding: 'utf8' }),
);
const tarball = join(folder, packed.filename);

/** A project that has installed the package, as npm lays it out. */
const project = join(folder, 'project');
mkdirSync(join(project, 'node_modules/@livefeed/client'), { recursive: true });
execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(project, 'node_modules/@livefeed/client')]);
for (const name of ['react', '@types/react', 'csstype', '@types/ws', '@types/node', 'undici-types'])
  cpSync(join(here, '../app/node_modules', name), join(project, 'node_modules', name), { recursive: true });
writeFileSync(join(project, 'package.json'), '{"type":"module"}');

function succeeds(command, args, cwd = here) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  return stdout;
}

test('the package has its modules, their types, a README and a licence, and nothing else', () => {
  const files = packed.files.map(({ path }) => path);
  const others = files.filter((path) => !/^dist\/.+\.(js|d\.ts)$/.test(path));
  assert.deepEqual(others.sort(), ['LICENSE', 'README.md', 'package.json']);
  for (const entry of entries)
    for (const target of Object.values(manifest.exports[entry])) assert.ok(files.includes(target.slice(2)), target);
});

test('publint has nothing against it', async () => {
  const { messages } = await publint({ pkgDir: join(project, 'node_modules/@livefeed/client'), pack: false, strict: true });
  assert.deepEqual(messages, []);
});

test('the types resolve wherever ES modules do', () => {
  succeeds(bin('attw'), [tarball, '--profile', 'esm-only', '--no-color']);
});

for (const entry of entries) {
  test(`Node loads ${nameOf(entry)} without a bundler and without a page`, () => {
    succeeds('node', ['--input-type=module', '-e', `await import('${nameOf(entry)}')`], project);
  });
}

const tsc = (file) =>
  succeeds(
    join(here, '../app/node_modules/.bin/tsc'),
    [
      '--strict',
      '--noEmit',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--types',
      '',
      '--lib',
      'es2023,dom,dom.iterable',
      file,
    ],
    project,
  );

test('a strict project with types of Node compiles against every entry', () => {
  const lines = entries.map((entry, i) => `import * as entry${i} from '${nameOf(entry)}';\nexport { entry${i} };`);
  writeFileSync(join(project, 'consumer.ts'), `${lines.join('\n')}\n`);
  tsc('consumer.ts');
});

test('a loop over known events meets gaps, and knows them apart', () => {
  compiles(`
    const feed = connect<{ 'order.paid': { total: number } }>();
    for await (const event of feed) {
      if (event.event === 'livefeed.gap') event.data.reason satisfies string;
      else event.data.total satisfies number;
    }
    feed.on('*', ({ data }) => data.total satisfies number);
    for await (const { event, data } of connect()) if (event === 'livefeed.gap') console.log(data);
  `);
});

test("the WebSocket of npm's ws is one, and so is the browser's", () => {
  compiles(`
    import { WebSocket as NodeSocket } from 'ws';
    connect({ WebSocket: NodeSocket });
    connect({ WebSocket });
    connect({ WebSocket: class extends WebSocket {} });
  `);
});

function compiles(script) {
  writeFileSync(join(project, 'script.ts'), `import { connect } from '${manifest.name}';\n${script}`);
  tsc('script.ts');
}

const sizes = JSON.parse(spawnSync(bin('size-limit'), ['--json'], { cwd: here, encoding: 'utf8' }).stdout);

test('every entry but the engine has a limit of its size', () => {
  const limited = sizes.map(({ name }) => (name === 'index' ? '.' : `./${name}`));
  assert.deepEqual(limited.sort(), entries.filter((entry) => entry !== './engine').sort());
});

for (const { name, size, sizeLimit, passed } of sizes) {
  test(`${name} needs ${size} bytes of ${sizeLimit}`, () => assert.ok(passed));
}
