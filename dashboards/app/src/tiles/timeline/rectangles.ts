import type { Segment } from './timeline-chart.ts';

/** A state over some cells of a row. `end` is the first cell after it. */
export interface Rectangle<S> {
  readonly state: S;
  readonly begin: number;
  end: number;
}

interface Row<S> {
  readonly from: number;
  readonly to: number;
  /** About the number of pixels. No more rectangles are drawn, however many segments there are. */
  readonly cells: number;
  rankOf(state: S): number;
}

/**
 * What to draw for segments that follow one another: where several fall into a cell, the one that ranks highest, then the
 * longest.
 */
export function rectanglesOf<S extends { readonly name: string }>(
  segments: readonly Segment<S>[],
  row: Row<S>,
): Rectangle<S>[] {
  const { from, to, cells, rankOf } = row;
  const states = new Array<S | undefined>(cells).fill(undefined);
  const ranks = new Float32Array(cells);
  const shares = new Float32Array(cells);
  const place = (time: number) => Math.min(cells, Math.max(0, ((time - from) / (to - from)) * cells));
  for (const segment of segments) {
    if (segment.to < from || segment.from > to) continue;
    const [begin, end, rank] = [place(segment.from), place(segment.to), rankOf(segment.state)];
    const first = Math.min(cells - 1, Math.floor(begin));
    // The shortest state has one cell.
    for (let cell = first; cell < Math.max(first + 1, Math.ceil(end)); cell++) {
      const share = Math.min(end, cell + 1) - Math.max(begin, cell);
      const rankThere = states[cell] === undefined ? -1 : (ranks[cell] as number);
      if (rank < rankThere || (rank === rankThere && share <= (shares[cell] as number))) continue;
      states[cell] = segment.state;
      ranks[cell] = rank;
      shares[cell] = share;
    }
  }
  return joined(states);
}

function joined<S extends { readonly name: string }>(states: readonly (S | undefined)[]): Rectangle<S>[] {
  const found: Rectangle<S>[] = [];
  states.forEach((state, cell) => {
    const last = found.at(-1);
    if (state === undefined) return;
    if (last?.end === cell && last.state.name === state.name) last.end = cell + 1;
    else found.push({ state, begin: cell, end: cell + 1 });
  });
  return found;
}
