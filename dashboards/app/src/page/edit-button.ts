import { element } from '../dom/element.ts';
import { openLater } from '../dom/open-later.ts';
import type { EditedPage } from '../edit/edited-page.ts';

/** Opens the editor, which is loaded then. Shown only to readers who may save the board. */
export class EditButton {
  readonly element = element('button', { type: 'button', class: 'edit-button', hidden: '' }, 'Edit');
  /** Only the button writes it. */
  isOpen = false;

  constructor(private readonly page: () => EditedPage) {
    this.element.addEventListener('click', () => void this.open());
  }

  /** `isAdding` opens it at the choice of a new tile. */
  async open(isAdding = false): Promise<void> {
    if (this.isOpen || this.element.disabled) return;
    this.element.disabled = true;
    await openLater(async () => {
      const { Editor } = await import('../edit/editor.ts');
      await Editor.open(this.page(), isAdding, () => {
        this.isOpen = false;
        this.element.hidden = false;
        this.element.focus();
      });
      this.isOpen = true;
      this.element.hidden = true;
    });
    this.element.disabled = false;
  }

  show(mayEdit: boolean): void {
    this.element.hidden = !mayEdit || this.isOpen;
  }
}
