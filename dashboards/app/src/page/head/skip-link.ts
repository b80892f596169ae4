import { element } from '../../dom/element.ts';

/** The first stop of the keyboard: a link past the page's head. */
export function skipLink(): HTMLElement {
  const link = element('a', { class: 'skip-link', href: '#content' }, 'Skip to the content');
  link.addEventListener('click', (event) => {
    // The content is made anew now and then, and the address must stay the board's.
    event.preventDefault();
    const main = document.querySelector('main');
    if (main === null) return;
    main.tabIndex = -1;
    main.focus();
  });
  return link;
}
