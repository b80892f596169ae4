import { topicPlace } from './text-topics.ts';

export type Inline =
  | { readonly kind: 'text' | 'code' | 'value'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly content: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly content: readonly Inline[] };

interface Rule {
  readonly pattern: RegExp;
  make(match: RegExpExecArray): Inline | undefined;
}

/** The rule that matches earliest wins. Of several at the same place the first one does. */
const rules: readonly Rule[] = [
  { pattern: /\\([\\`*_{}[\]()#+\-.!>])/, make: ([, text = '']) => ({ kind: 'text', text }) },
  { pattern: /`([^`]+)`/, make: ([, text = '']) => ({ kind: 'code', text }) },
  { pattern: topicPlace, make: ([, text = '']) => ({ kind: 'value', text }) },
  { pattern: /\[([^[\]]*)\]\(([^\s()]*)\)/, make: ([, text = '', url = '']) => link(text, url) },
  { pattern: /https?:\/\/[^\s<>()*`]*[^\s<>()*`.,:;!?'"]/, make: ([url]) => link('', url) },
  {
    pattern: /\*\*([^*]+(?:\*[^*]+\*[^*]*)*)\*\*|\b__([^_]+)__\b/,
    make: ([, stars, lines]) => ({ kind: 'strong', content: readInline(stars ?? lines ?? '') }),
  },
  {
    pattern: /\*([^*]+)\*|\b_([^_]+)_\b/,
    make: ([, stars, lines]) => ({ kind: 'emphasis', content: readInline(stars ?? lines ?? '') }),
  },
];

/** Emphasis, code, links, and values of topics. */
export function readInline(source: string): Inline[] {
  const parts: Inline[] = [];
  for (let rest = source; rest !== ''; ) {
    const found = firstIn(rest);
    if (found === undefined) return [...parts, { kind: 'text', text: rest }];
    const { match, part } = found;
    if (match.index > 0) parts.push({ kind: 'text', text: rest.slice(0, match.index) });
    parts.push(part);
    rest = rest.slice(match.index + match[0].length);
  }
  return parts;
}

function firstIn(text: string): { match: RegExpExecArray; part: Inline } | undefined {
  let first: { match: RegExpExecArray; rule: Rule } | undefined;
  for (const rule of rules) {
    const match = rule.pattern.exec(text);
    if (match !== null && (first === undefined || match.index < first.match.index)) first = { match, rule };
  }
  if (first === undefined) return undefined;
  return { match: first.match, part: first.rule.make(first.match) ?? { kind: 'text', text: first.match[0] } };
}

/** Only where a click leads to a page: no `javascript:`, no `data:`. */
function link(text: string, url: string): Inline | undefined {
  if (!/^(https?:\/\/|mailto:|\/(?![/\\])|#)/i.test(url)) return undefined;
  return { kind: 'link', url, content: text === '' ? [{ kind: 'text', text: url }] : readInline(text) };
}
