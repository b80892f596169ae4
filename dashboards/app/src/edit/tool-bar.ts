import { button } from '../dom/button.ts';
import { element } from '../dom/element.ts';
import type { Draft } from './draft/draft.ts';

export interface ToolActions {
  add(): void;
  undo(): void;
  redo(): void;
  board(): void;
  json(): void;
  exportFile(): void;
  importFile(text: string): void;
  saveAs(): void;
  remove(): void;
  cancel(): void;
  save(): void;
}

/** The commands for the whole board. */
export class ToolBar {
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private readonly save: HTMLButtonElement;
  readonly element: HTMLElement;

  constructor(actions: ToolActions) {
    this.undo = button('Undo', actions.undo);
    this.redo = button('Redo', actions.redo);
    this.save = button('Save', actions.save);
    this.save.classList.add('is-main');
    this.element = element(
      'div',
      { class: 'edit-bar' },
      button('Add tile', actions.add),
      this.undo,
      this.redo,
      button('Board', actions.board),
      button('JSON', actions.json),
      button('Export', actions.exportFile),
      importButton(actions),
      button('Delete board', actions.remove),
      element('span', { class: 'edit-space' }),
      button('Cancel', actions.cancel),
      button('Save as…', actions.saveAs),
      this.save,
    );
  }

  show(draft: Draft): void {
    this.undo.disabled = !draft.canUndo;
    this.redo.disabled = !draft.canRedo;
    this.save.disabled = !draft.canUndo;
  }
}

function importButton(actions: ToolActions): HTMLElement {
  const input = element('input', { type: 'file', accept: '.json,application/json' });
  input.addEventListener('change', async () => {
    const file = input.files?.[0];
    if (file !== undefined) actions.importFile(await file.text());
    input.value = '';
  });
  return button('Import', () => input.click());
}
