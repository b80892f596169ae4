import { element } from '../../dom/element.ts';
import type { Block } from './markdown.ts';
import type { Inline } from './markdown-inline.ts';

/** Makes the element that shows a topic's value. */
type MakeValue = (topic: string) => Node;

/** Markdown as elements. Its texts become text nodes and nothing else. */
export function markdownView(blocks: readonly Block[], makeValue: MakeValue): HTMLElement[] {
  const inline = (content: readonly Inline[]): Node[] => content.map((part) => inlineView(part, makeValue));
  return blocks.map((block) => {
    switch (block.kind) {
      case 'heading':
        // Under the tile's own heading.
        return element(block.level === 1 ? 'h3' : block.level === 2 ? 'h4' : 'h5', {}, ...inline(block.content));
      case 'paragraph':
        return element('p', {}, ...inline(block.content));
      case 'quote':
        return element('blockquote', {}, ...inline(block.content));
      case 'list': {
        const items = block.items.map((content) => element('li', {}, ...inline(content)));
        return block.isOrdered ? element('ol', { start: String(block.start) }, ...items) : element('ul', {}, ...items);
      }
      case 'code':
        return element('pre', { tabindex: '0', 'aria-label': 'code' }, element('code', {}, block.text));
      case 'rule':
        return element('hr');
    }
  });
}

function inlineView(part: Inline, makeValue: MakeValue): Node {
  switch (part.kind) {
    case 'text':
      return document.createTextNode(part.text);
    case 'code':
      return element('code', {}, part.text);
    case 'value':
      return makeValue(part.text);
    case 'strong':
      return element('strong', {}, ...part.content.map((one) => inlineView(one, makeValue)));
    case 'emphasis':
      return element('em', {}, ...part.content.map((one) => inlineView(one, makeValue)));
    case 'link': {
      const isForeign = !/^[/#]/.test(part.url);
      const settings = isForeign ? { target: '_blank', rel: 'noopener noreferrer' } : {};
      return element('a', { href: part.url, ...settings }, ...part.content.map((one) => inlineView(one, makeValue)));
    }
  }
}
