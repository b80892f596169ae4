import { listBoards } from '../../board/board-list.ts';
import { askName } from '../dialogs/ask-name.ts';
import type { Notice } from '../dialogs/notice.ts';
import type { Draft } from '../draft/draft.ts';
import type { SavedBoard } from '../edited-page.ts';
import { boardAddress } from './board-name.ts';
import { boardText } from './board-text.ts';
import { removeBoard, saveBoard } from './save-board.ts';

export interface FileParts {
  /** The board's. */
  readonly name: string;
  /** The tag of the file that the draft began from. */
  readonly tag: string;
  readonly draft: Draft;
  readonly notice: Notice;
  /** Closes the editor. */
  end(saved?: SavedBoard): void;
}

/** The commands for a board's file: save, save as, export, delete and cancel. */
export class FileCommands {
  /** A save or a removal is under way: a second one would find the file changed by the first. */
  private isBusy = false;
  private tag: string;

  constructor(private readonly parts: FileParts) {
    this.tag = parts.tag;
  }

  /** The text that a save writes: the text as it was typed, or else the board as files are formatted. */
  private get text(): string {
    const { text, file } = this.parts.draft;
    return text ?? boardText(file);
  }

  save(tag?: string): Promise<void> {
    return this.alone(async () => {
      const { name, notice, end, draft } = this.parts;
      const { file } = draft;
      const result = await saveBoard(name, this.text, tag ?? this.tag);
      if (result.kind === 'saved' && draft.file === file) end({ tag: result.tag });
      else if (result.kind === 'saved') {
        this.tag = result.tag ?? 'any';
        notice.show('The board is saved. Your later changes are not saved yet.', []);
      } else if (result.kind === 'refused') notice.show('The board is not saved:', result.errors);
      else {
        notice.show(
          'The board is not saved: its file was changed meanwhile.',
          result.errors,
          { text: 'Overwrite it', act: () => void this.save('any') },
          { text: 'Discard my changes', act: () => end() },
        );
      }
    });
  }

  saveAs(): void {
    askName(`${this.parts.name}-copy`, async (name) => {
      const result = await saveBoard(name, this.text, 'new');
      if (result.kind === 'changed') return `There is a board ${name} already.`;
      if (result.kind === 'refused') return result.errors.join('; ');
      this.parts.end();
      location.assign(boardAddress(name));
      return undefined;
    });
  }

  exportFile(): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([this.text], { type: 'application/json' }));
    link.download = `${this.parts.name}.json`;
    link.click();
    // Not at once: the browser reads it a moment later.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  cancel(): void {
    const { draft, notice, end } = this.parts;
    if (draft.canUndo) notice.show('Discard your changes?', [], { text: 'Discard', act: () => end() });
    else end();
  }

  remove(): void {
    const { name, notice } = this.parts;
    notice.ask(
      `Delete ${name}.json? It cannot be undone.`,
      [],
      { text: 'Delete', act: () => void this.removeFile(this.tag) },
      'Keep',
    );
  }

  private removeFile(tag: string): Promise<void> {
    return this.alone(async () => {
      const { name, notice, end } = this.parts;
      const result = await removeBoard(name, tag);
      if (result.kind === 'refused') notice.show('The board is not deleted:', result.errors);
      else if (result.kind === 'changed') {
        const anyway = { text: 'Delete it anyway', act: () => void this.removeFile('any') };
        notice.ask('The board is not deleted: its file was changed meanwhile.', result.errors, anyway, 'Keep');
      } else {
        // The list may have the removed board a moment longer.
        const others = await listBoards().then(
          ({ boards }) => boards,
          () => [],
        );
        const other = others.find((board) => board.name !== name)?.name;
        end();
        // Replaces the address: the removed board must not be in the history of the browser.
        location.replace(other === undefined ? '/explore' : boardAddress(other));
      }
    });
  }

  private async alone(act: () => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      await act();
    } finally {
      this.isBusy = false;
    }
  }
}
