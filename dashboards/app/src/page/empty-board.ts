import { element } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';

/** Stands in the tiles' place while a board has none, and says how it gets one. */
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
      ? 'Choose “Add tile” above, and then what it shows.'
      : mayEdit
        ? 'A tile shows topics as a chart, a number, a table or a list.'
        : 'Who may administer adds them here, or in the board’s file.';
  }
}
