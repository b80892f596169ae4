import { describe, expect, test } from 'vitest';
import { TopicTree } from '../../src/explore/tree/topic-tree.ts';
import { treeStep } from '../../src/explore/tree/tree-keys.ts';

/** Rows: a, a/x, a/y, b (folded, with b/z), c. */
const tree = new TopicTree();
for (const topic of ['a/x', 'a/y', 'b/z', 'c']) tree.note({ topic, event: 'message', time: 0, data: 1 }, 0);
const folder = tree.rows().find(({ node }) => node.name === 'b')?.node;
if (folder !== undefined) tree.setFolded(folder, true);
const rows = tree.rows();

describe('a key in the tree', () => {
  test.each([
    ['ArrowDown', 0, { kind: 'go', to: 1 }],
    ['ArrowDown', 4, { kind: 'go', to: 4 }],
    ['ArrowUp', 1, { kind: 'go', to: 0 }],
    ['Home', 3, { kind: 'go', to: 0 }],
    ['End', 0, { kind: 'go', to: 4 }],
    ['PageDown', 1, { kind: 'go', to: 4 }],
    ['PageUp', 2, { kind: 'go', to: 0 }],
    ['ArrowRight', 0, { kind: 'go', to: 1 }],
    ['ArrowRight', 3, { kind: 'fold', isFolded: false }],
    ['ArrowRight', 4, undefined],
    ['ArrowLeft', 0, { kind: 'fold', isFolded: true }],
    ['ArrowLeft', 2, { kind: 'go', to: 0 }],
    ['Enter', 1, { kind: 'choose' }],
    ['c', 0, { kind: 'go', to: 4 }],
    ['a', 4, { kind: 'go', to: 0 }],
    ['q', 0, undefined],
    [' ', 0, undefined],
    ['ArrowDown', -1, { kind: 'go', to: 0 }],
  ] as const)('%j on row %i is %j', (key, at, expected) => {
    expect(treeStep(key, rows, at, 3, false)).toEqual(expected);
  });

  test('folds nothing while the rows are filtered', () => {
    expect(treeStep('ArrowLeft', rows, 0, 3, true)).toEqual({ kind: 'go', to: 0 });
  });
});
