import type { LoadedBoard } from '../board/board-source.ts';

/** A board as it was just saved, under this tag. */
export interface SavedBoard {
  readonly tag: string | undefined;
}

/** The board that is edited, and its page. */
export interface EditedPage {
  readonly loaded: LoadedBoard;
  readonly element: HTMLElement;
  readonly tileElements: readonly HTMLElement[];
  /** Called when the board was shown, also after a reader chose another value of a variable. */
  onShown: (() => void) | undefined;
  /** Shows the draft instead of the file. Returns the faults that prevent it. */
  preview(file: unknown): Promise<readonly string[]>;
  /** Shows the file again: as it was saved here, else as it was loaded last. */
  endPreview(saved?: SavedBoard): void;
}
