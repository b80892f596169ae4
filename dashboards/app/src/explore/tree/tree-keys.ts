import type { TreeRow } from './topic-tree.ts';

export type TreeStep =
  | { readonly kind: 'go'; readonly to: number }
  | { readonly kind: 'fold'; readonly isFolded: boolean }
  | { readonly kind: 'choose' };

/**
 * What a key does in a tree, by the ARIA practices. `page` is the number of rows in sight. A filtered tree does not fold.
 */
export function treeStep(
  key: string,
  rows: readonly TreeRow[],
  at: number,
  page: number,
  isFiltered: boolean,
): TreeStep | undefined {
  const row = rows[at];
  if (row === undefined) return rows.length > 0 && key.startsWith('Arrow') ? { kind: 'go', to: 0 } : undefined;
  const go = (to: number): TreeStep => ({ kind: 'go', to: Math.min(Math.max(to, 0), rows.length - 1) });
  const hasChildren = row.node.children.length > 0;
  const isOpen = hasChildren && (isFiltered || !row.node.isFolded);
  switch (key) {
    case 'ArrowDown':
      return go(at + 1);
    case 'ArrowUp':
      return go(at - 1);
    case 'PageDown':
      return go(at + page);
    case 'PageUp':
      return go(at - page);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'ArrowRight':
      if (!hasChildren) return undefined;
      return isOpen ? go(at + 1) : { kind: 'fold', isFolded: false };
    case 'ArrowLeft':
      if (isOpen && !isFiltered) return { kind: 'fold', isFolded: true };
      return go(rows.findLastIndex((other, i) => i < at && other.level < row.level));
    case 'Enter':
      return { kind: 'choose' };
    default:
      return key.length === 1 && key !== ' ' ? startingWith(key.toLowerCase(), rows, at) : undefined;
  }
}

/** The next row whose name begins with the letter. After the last row it goes on at the top. */
function startingWith(letter: string, rows: readonly TreeRow[], at: number): TreeStep | undefined {
  for (let i = 1; i <= rows.length; i++) {
    const to = (at + i) % rows.length;
    if (rows[to]?.node.name.toLowerCase().startsWith(letter)) return { kind: 'go', to };
  }
  return undefined;
}
