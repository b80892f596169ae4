import { defaultWindow, minWindow } from '../history/resolution.ts';
import type { Board } from './board.ts';
import { readSections } from './read-sections.ts';
import { readVariables } from './read-variables.ts';
import { isObject, Reader } from './reader.ts';
import { parseTimeSpan } from './time-span.ts';

export type BoardResult = { readonly board: Board } | { readonly errors: readonly string[] };

/**
 * Checks a board file. What is wrong with the board itself is returned; what is wrong with one tile becomes a broken tile
 * in its place, so that the rest of the board works.
 */
export function readBoard(file: unknown): BoardResult {
  if (!isObject(file)) return { errors: ['the file must hold one object'] };
  const errors: string[] = [];
  const reader = new Reader(file, errors);

  const title = reader.text('title');
  if (file['title'] === undefined) reader.fail('title', 'is missing');
  const description = reader.text('description');
  const window = reader.parsed('window', 'a time span such as 00:05:00, at least 10 seconds', (text) => {
    const span = parseTimeSpan(text);
    return span !== undefined && span >= minWindow ? span : undefined;
  });
  const variables = readVariables(reader, errors);
  const sections = readSections(reader, errors);

  if (errors.length > 0 || title === undefined) return { errors };
  return {
    board: {
      title,
      ...(description === undefined ? {} : { description }),
      window: window ?? defaultWindow,
      variables,
      sections,
      tiles: sections.flatMap(({ tiles }) => tiles),
    },
  };
}
