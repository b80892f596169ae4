import { element } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';

/** Shown while a board has no tiles. Says how to add one. */
export class EmptyBoard {
  private readonly text = element('p');
  private readonly add = element('button', { type: 'button', class: 'is-main' }, icon('plus'), 'Add a tile');
  readonly element = element(
    'section',
    { class: 'problem board-empty', hidden: '' },
    element('h2', {}, 'This board has no tiles yet'),
    this.text,
    this.add,
  );

  constructor(onAdd: () => void) {
    this.add.addEventListener('click', onAdd);
  }

  show(isEmpty: boolean, mayEdit: boolean, isEdited: boolean): void {
    this.element.hidden = !isEmpty;
    this.add.hidden = !mayEdit || isEdited;
    this.text.textContent = isEdited
      ? 'Choose “Add tile” above, then choose what the tile shows.'
      : mayEdit
        ? 'A tile shows topics as a chart, a number, a table or a list.'
        : 'An administrator can add tiles here, or in the board’s file.';
  }
}
