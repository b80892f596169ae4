import { type Inline, readInline } from './markdown-inline.ts';

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly content: readonly Inline[] }
  | {
      readonly kind: 'list';
      readonly isOrdered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Inline[])[];
    }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' };

const item = /^ {0,3}(?:[-*+]|(\d{1,9})[.)])[ \t]+(.*)$/;
const heading = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/;
const fence = /^ {0,3}```/;
const rule = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const quote = /^ {0,3}>[ \t]?(.*)$/;

/**
 * The part of CommonMark that a note on a board needs: headings, paragraphs, lists of one level, quotes, fenced code, rules.
 * Everything else, HTML too, is text.
 */
export function readMarkdown(source: string): Block[] {
  const lines = source.replaceAll('\r', '').split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const [block, next] = readBlock(lines, at);
    if (block !== undefined) blocks.push(block);
    at = next;
  }
  return blocks;
}

/** The block that begins at a line, and the line after it. */
function readBlock(lines: readonly string[], at: number): [Block | undefined, number] {
  const line = lines[at] ?? '';
  if (line.trim() === '') return [undefined, at + 1];
  if (fence.test(line)) return readCode(lines, at);
  if (rule.test(line)) return [{ kind: 'rule' }, at + 1];
  const head = heading.exec(line);
  if (head !== null) return [{ kind: 'heading', level: head[1]?.length ?? 1, content: readInline(head[2] ?? '') }, at + 1];
  if (item.test(line)) return readList(lines, at);
  if (quote.test(line)) return readLines(lines, at, 'quote', (one) => quote.exec(one)?.[1]);
  return readLines(lines, at, 'paragraph', (one, i) => (i === at || !beginsBlock(one) ? one : undefined));
}

function beginsBlock(line: string): boolean {
  return line.trim() === '' || [fence, rule, heading, item, quote].some((begin) => begin.test(line));
}

/** An unclosed fence runs to the end, as everywhere. */
function readCode(lines: readonly string[], at: number): [Block, number] {
  let end = at + 1;
  while (end < lines.length && !fence.test(lines[end] ?? '')) end++;
  return [{ kind: 'code', text: lines.slice(at + 1, end).join('\n') }, end + 1];
}

function readList(lines: readonly string[], at: number): [Block, number] {
  const number = item.exec(lines[at] ?? '')?.[1];
  const isOrdered = number !== undefined;
  const items: string[] = [];
  let next = at;
  for (; next < lines.length; next++) {
    const line = lines[next] ?? '';
    const match = rule.test(line) ? null : item.exec(line);
    if (match !== null && (match[1] !== undefined) === isOrdered) items.push(match[2] ?? '');
    // An item goes on in the lines after it.
    else if (match === null && !beginsBlock(line)) items.push(`${items.pop() ?? ''} ${line.trim()}`);
    else break;
  }
  return [{ kind: 'list', isOrdered, start: Number(number ?? 1), items: items.map(readInline) }, next];
}

/** Joins lines into one text, up to the first line that `read` does not take. */
function readLines(
  lines: readonly string[],
  at: number,
  kind: 'paragraph' | 'quote',
  read: (line: string, index: number) => string | undefined,
): [Block, number] {
  const texts: string[] = [];
  let next = at;
  for (; next < lines.length; next++) {
    const text = read(lines[next] ?? '', next);
    if (text === undefined) break;
    texts.push(text.trim());
  }
  return [{ kind, content: readInline(texts.join(' ')) }, next];
}
