import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../../src/tiles/text/markdown.ts';
import { readInline } from '../../src/tiles/text/markdown-inline.ts';
import { textTopics } from '../../src/tiles/text/text-topics.ts';

const text = (words: string) => ({ kind: 'text', text: words });

describe('blocks', () => {
  test('are headings, paragraphs, lists, quotes, code and rules', () => {
    const source = '# One #\ntwo\nthree\n\n- a\n  b\n* c\n\n3. d\n> e\n> f\n***\n```js\n# no heading\n```\nlast';
    expect(readMarkdown(source)).toEqual([
      { kind: 'heading', level: 1, content: [text('One')] },
      { kind: 'paragraph', content: [text('two three')] },
      { kind: 'list', isOrdered: false, start: 1, items: [[text('a b')], [text('c')]] },
      { kind: 'list', isOrdered: true, start: 3, items: [[text('d')]] },
      { kind: 'quote', content: [text('e f')] },
      { kind: 'rule' },
      { kind: 'code', text: '# no heading' },
      { kind: 'paragraph', content: [text('last')] },
    ]);
  });

  test('of code that is not closed run to the end', () => {
    expect(readMarkdown('```\na\nb')).toEqual([{ kind: 'code', text: 'a\nb' }]);
  });

  test('of nothing are none', () => {
    expect(readMarkdown(' \n\r\n')).toEqual([]);
  });
});

describe('a line', () => {
  test.each([
    ['**a** _b_ *c* __d__', ['strong', 'text', 'emphasis', 'text', 'emphasis', 'text', 'strong']],
    ['snake_case_name', ['text']],
    ['`**code**`', ['code']],
    ['\\*plain\\*', ['text', 'text', 'text']],
    ['{a/b} of `{c}`', ['value', 'text', 'code']],
    ['[a](https://a.example) [b](/b) https://c.example.', ['link', 'text', 'link', 'text', 'link', 'text']],
    ['<img src=x onerror=alert(1)>', ['text']],
  ])('%s has the parts %j', (source, kinds) => {
    expect(readInline(source).map(({ kind }) => kind)).toEqual(kinds);
  });

  test.each(['javascript:alert%281%29', 'data:text/html,x', '//evil.example', ' https://a.example', 'JAVASCRIPT:x'])(
    'does not link to %s',
    (url) => {
      expect(readInline(`[a](${url})`).filter((part) => part.kind === 'link' && part.url === url)).toEqual([]);
    },
  );

  test('keeps what is emphasised within what is strong', () => {
    expect(readInline('**a *b* c**')).toEqual([
      { kind: 'strong', content: [text('a '), { kind: 'emphasis', content: [text('b')] }, text(' c')] },
    ]);
  });
});

test('topics of a text are those in braces, each once', () => {
  expect(textTopics('{metrics/host/cpu} {a} {a} {b/*} {"x":1}')).toEqual(['metrics/host/cpu', 'a']);
});
