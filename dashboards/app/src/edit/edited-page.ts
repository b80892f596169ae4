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
  /** Called when it has shown the board, also of itself: a reader chose another value of a variable. */
  onShown: (() => void) | undefined;
  /** Shows the draft in the file's place; comes back with what keeps it from that. */
  preview(file: unknown): Promise<readonly string[]>;
  /** Shows the file again: as it was saved here, else as it was loaded last. */
  endPreview(saved?: SavedBoard): void;
}
