import { element } from '../dom/element.ts';

/** Shown when the reader may follow no topics. */
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
