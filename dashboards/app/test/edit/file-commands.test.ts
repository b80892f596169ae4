import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Notice } from '../../src/edit/dialogs/notice.ts';
import { Draft } from '../../src/edit/draft/draft.ts';
import { FileCommands } from '../../src/edit/file/file-commands.ts';
import { saveBoard } from '../../src/edit/file/save-board.ts';

afterEach(() => vi.unstubAllGlobals());

/** A service that answers when the test lets it. */
function slowService() {
  const requests: { method: string; tag: string | null; answer: (response: Response) => void }[] = [];
  vi.stubGlobal(
    'fetch',
    (_: string, init: RequestInit) =>
      new Promise<Response>((answer) =>
        requests.push({ method: init.method ?? 'GET', tag: new Headers(init.headers).get('If-Match'), answer }),
      ),
  );
  return requests;
}

function editing() {
  const draft = new Draft({ title: 'Shop', tiles: [] });
  const notices: string[] = [];
  const ends: unknown[] = [];
  const notice = {
    show: (title: string) => notices.push(title),
    ask: (title: string) => notices.push(title),
  } as unknown as Notice;
  const commands = new FileCommands({ name: 'shop', tag: '"1"', draft, notice, end: (saved) => ends.push(saved) });
  return { draft, notices, ends, commands };
}

const saved = (tag: string) => new Response(null, { status: 204, headers: { ETag: tag } });

describe('a save', () => {
  test('that is pressed twice is sent once', async () => {
    const requests = slowService();
    const { commands, ends, notices } = editing();
    const first = commands.save();
    const second = commands.save();
    expect(requests).toHaveLength(1);
    requests[0]?.answer(saved('"2"'));
    await Promise.all([first, second]);
    expect(requests).toHaveLength(1);
    expect(ends).toEqual([{ tag: '"2"' }]);
    expect(notices).toEqual([]);
  });

  test('does not end the editor over what was changed while it was under way, and the next one has the new tag', async () => {
    const requests = slowService();
    const { commands, draft, ends, notices } = editing();
    const first = commands.save();
    draft.change({ title: 'Later', tiles: [] }, 'title');
    requests[0]?.answer(saved('"2"'));
    await first;
    expect(ends).toEqual([]);
    expect(notices).toEqual(['The board is saved. Your later changes are not saved yet.']);
    const next = commands.save();
    expect(requests[1]?.tag).toBe('"2"');
    requests[1]?.answer(saved('"3"'));
    await next;
    expect(ends).toEqual([{ tag: '"3"' }]);
  });

  test('that failed can be tried again', async () => {
    const requests = slowService();
    const { commands, ends, notices } = editing();
    const first = commands.save();
    requests[0]?.answer(new Response('{"detail":"Not now"}', { status: 503 }));
    await first;
    expect(notices).toEqual(['The board is not saved:']);
    const next = commands.save();
    requests[1]?.answer(saved('"2"'));
    await next;
    expect(ends).toHaveLength(1);
  });

  test('of a page that takes the service’s place is no save, whatever its status', async () => {
    vi.stubGlobal('fetch', async () => new Response('<h1>Sign in</h1>', { headers: { 'Content-Type': 'text/html' } }));
    const result = await saveBoard('shop', '{}', 'new');
    expect(result).toMatchObject({
      kind: 'refused',
      errors: [expect.stringContaining('Nothing is saved: another page answered')],
    });
    vi.stubGlobal(
      'fetch',
      async () => new Response('<h1>403</h1>', { status: 403, headers: { 'Content-Type': 'text/html' } }),
    );
    expect(await saveBoard('shop', '{}', 'new')).toEqual({
      kind: 'refused',
      errors: ['Not the service, but a proxy before it, answered 403.'],
    });
  });
});
