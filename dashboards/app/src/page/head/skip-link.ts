import { element } from '../../dom/element.ts';

/** The first stop of the keyboard: past the page's head to what the page is for. */
export function skipLink(): HTMLElement {
  const link = element('a', { class: 'skip-link', href: '#content' }, 'Skip to the content');
  link.addEventListener('click', (event) => {
    // By hand: what the page is for is made anew now and then, and the address is the board's.
    event.preventDefault();
    const main = document.querySelector('main');
    if (main === null) return;
    main.tabIndex = -1;
    main.focus();
  });
  return link;
}
