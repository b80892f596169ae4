import { element } from '../../dom/element.ts';

export function logo(): HTMLElement {
  const mark = element('img', { src: '/favicon.svg', alt: '', width: '24', height: '24' });
  return element('a', { class: 'logo', href: '/' }, mark, element('span', {}, 'LiveFeed'));
}
