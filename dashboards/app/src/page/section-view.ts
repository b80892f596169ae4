import type { Section } from '../board/board.ts';
import { element } from '../dom/element.ts';

/** A section of the board on the page: its heading, by which it is folded, and the grid of its tiles. */
export class SectionView {
  readonly title: string | undefined;
  readonly element: HTMLElement;
  readonly grid = element('div', { class: 'grid' });

  constructor(
    { title, folded }: Section,
    /** Called when it is folded or unfolded. */
    onFold: () => void,
  ) {
    this.title = title;
    if (title === undefined) {
      this.element = this.grid;
      return;
    }
    const summary = element('summary', {}, element('h2', {}, title));
    const details = element('details', { class: 'section' }, summary, this.grid);
    details.open = !(readFolded(title) ?? folded);
    // A click comes before the toggle: an open section is about to be folded.
    summary.addEventListener('click', () => keepFolded(title, details.open));
    details.addEventListener('toggle', onFold);
    this.element = details;
  }

  /** Whether its tiles are in sight. */
  get isOpen(): boolean {
    return !(this.element instanceof HTMLDetailsElement) || this.element.open;
  }
}

const storageKey = (title: string) => `livefeed.folded ${location.pathname} ${title}`;

/** As the reader left it in this session. Undefined if the reader did not touch it. */
function readFolded(title: string): boolean | undefined {
  try {
    const kept = sessionStorage.getItem(storageKey(title));
    return kept === null ? undefined : kept === 'true';
  } catch {
    return undefined;
  }
}

function keepFolded(title: string, folded: boolean): void {
  try {
    sessionStorage.setItem(storageKey(title), String(folded));
  } catch {
    // A browser without storage forgets it with the page.
  }
}
