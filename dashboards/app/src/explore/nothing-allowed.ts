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
      'The operator of this service can allow topics: by the Subscribe patterns of a key, or by the “subscribe” of a token.',
    ),
  );
}
