// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';

vi.mock('../../src/page/board-page.ts', () => ({
  BoardPage: class {
    readonly name: string;
    readonly element = document.createElement('div');
    readonly edit = { isOpen: false };
    constructor({ name }: { name: string }) {
      this.name = name;
    }
    setInSight() {}
    open() {}
  },
}));

const { BoardPage } = await import('../../src/page/board-page.ts');
const { Playlist } = await import('../../src/share/playlist.ts');

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a playlist does not turn away from a board that is edited, and goes on when it is not', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('scrollTo', () => {});
  vi.stubGlobal('fetch', async () => Response.json({ title: 'B', tiles: [] }));
  const loaded = { name: 'a' } as ConstructorParameters<typeof BoardPage>[0];
  const parts = { time: { isLive: true } } as ConstructorParameters<typeof BoardPage>[1];
  const first = new BoardPage(loaded, parts);
  const turns: string[] = [];
  const onTurn = ({ name }: { name: string }) => void turns.push(name);
  const asked = { boards: ['a', 'b'], every: 5_000 };
  new Playlist({ asked, first, parts, place: document.body, onTurn });
  first.edit.isOpen = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(turns).toEqual([]);
  first.edit.isOpen = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(turns).toEqual(['b']);
});
