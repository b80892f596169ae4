import { isObject } from '../../board/reader.ts';
import type { BoardJson } from '../draft/draft.ts';
import { jsonFaultAt } from './json-fault.ts';

export type JsonResult = { readonly file: BoardJson } | { readonly fault: string };

/** Reads a board from text. A fault has its line and column. */
export function readJson(text: string): JsonResult {
  const result = readValue(text);
  if ('fault' in result) return result;
  return isObject(result.value) ? { file: result.value } : { fault: 'Line 1, column 1: the board must be an object' };
}

/** Reads any JSON value. */
export function readValue(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    const at = jsonFaultAt(text);
    const before = text.slice(0, at).split('\n');
    const found = at < text.length ? `${JSON.stringify(text[at])} does not belong here` : 'the end comes too soon';
    return { fault: `Line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${found}` };
  }
}
