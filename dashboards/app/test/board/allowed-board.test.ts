import { describe, expect, test, vi } from 'vitest';
import { allowedBoard } from '../../src/board/allowed-board.ts';
import { readBoard } from '../../src/board/read-board.ts';
import { ForbiddenTopics } from '../../src/page/forbidden-topics.ts';

function board() {
  const result = readBoard({
    title: 'Shop',
    tiles: [
      { type: 'line', title: 'Rate', topics: ['shop/rate'] },
      { type: 'line', title: 'Pay', topics: ['shop/rate', 'pay/*'], width: 4, height: 5 },
    ],
    sections: [{ title: 'More', tiles: [{ type: 'clock' }, { type: 'text', text: 'Pay is {pay/last}' }] }],
  });
  if ('errors' in result) throw new Error(result.errors.join());
  return result.board;
}

describe('a board of which some topics are forbidden', () => {
  test('has a tile that says so in the place of each that needs one of them, and the others as they are', () => {
    const before = board();
    const after = allowedBoard(before, new Set(['pay/*', 'pay/last']));
    expect(after.tiles.map(({ type }) => type)).toEqual(['line', 'broken', 'clock', 'broken']);
    expect(after.tiles[0]).toBe(before.tiles[0]);
    expect(after.tiles[1]).toEqual({
      type: 'broken',
      title: 'Pay',
      errors: ['pay/*'],
      isForbidden: true,
      width: 4,
      height: 5,
    });
    expect(after.sections.flatMap(({ tiles }) => tiles)).toEqual(after.tiles);
  });

  test('is the same when none of them is its own', () => {
    const before = board();
    expect(allowedBoard(before, new Set())).toBe(before);
    expect(allowedBoard(before, new Set(['other'])).tiles).toEqual(before.tiles);
  });
});

describe('what is forbidden', () => {
  test('is asked once for each topic, until it is forgotten', async () => {
    const ask = vi.fn(async (topics: readonly string[]) => topics.filter((topic) => topic.startsWith('pay')));
    const forbidden = new ForbiddenTopics(ask);
    expect(await forbidden.of(['shop', 'pay'])).toEqual(new Set(['pay']));
    expect(await forbidden.of(['pay', 'shop', 'pay/a'])).toEqual(new Set(['pay', 'pay/a']));
    expect(ask.mock.calls).toEqual([[['shop', 'pay']], [['pay/a']]]);
    expect(forbidden.isAny).toBe(true);
    ask.mockImplementation(async () => []);
    forbidden.forget();
    expect(await forbidden.of(['shop', 'pay'])).toEqual(new Set());
  });

  test('stays as it was while the service does not say, and is asked again', async () => {
    const ask = vi.fn(async (_: readonly string[]): Promise<readonly string[] | undefined> => ['pay']);
    const forbidden = new ForbiddenTopics(ask);
    await forbidden.of(['pay']);
    forbidden.forget();
    ask.mockImplementation(async () => undefined);
    expect(await forbidden.of(['pay', 'shop'])).toEqual(new Set(['pay']));
    ask.mockImplementation(async () => ['shop']);
    expect(await forbidden.of(['pay', 'shop'])).toEqual(new Set(['shop']));
  });
});
