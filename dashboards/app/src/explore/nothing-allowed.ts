import { element } from '../dom/element.ts';

/** Stands where a topic would be shown when the reader may follow none. */
export function nothingAllowed(): HTMLElement {
  return element(
    'div',
    { class: 'first-event welcome', role: 'status' },
    element('h1', {}, 'Your rights include no topics'),
    element(
      'p',
      { class: 'hint' },
      'Whoever runs this service can let you follow some: by a key’s Subscribe patterns, or the “subscribe” of a token.',
    ),
  );
}
