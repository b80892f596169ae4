import { isObject } from '../../src/board/reader.ts';

/** Values of every kind. Most fields take only few of them. */
const values = [-1, 0.5, 1e9, true, [], [1], ['x'], {}, { a: 1 }, 'http://a.example/', 'x', ' ', '', '00:00:00', '00:00:05'];

/** Each way to spoil one place of a part: a member or an item is something else, or a member is left out. */
export function* spoiled(part: unknown): Generator<unknown> {
  yield* values;
  if (Array.isArray(part)) {
    for (const [i, one] of part.entries()) for (const other of spoiled(one)) yield part.toSpliced(i, 1, other);
  } else if (isObject(part)) {
    for (const [name, one] of Object.entries(part)) {
      yield Object.fromEntries(Object.entries(part).filter(([other]) => other !== name));
      for (const other of spoiled(one)) yield { ...part, [name]: other };
    }
  }
}
