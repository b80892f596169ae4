import type { BoardProblem } from '../board/board-source.ts';
import { type LoadedBoard, tryLoad } from '../board/board-source.ts';

/** Milliseconds until a service that could not be asked for the saved file is asked again. */
const retryTime = 1_000;

/** Callbacks of a board's file. */
export interface BoardFileOutputs {
  onLoaded(): void;
  /** It was removed, or is broken. The board stays as it was. */
  onProblem(problem: BoardProblem): void;
}

/** The file of a board. It is loaded again when the service says that it may have changed. */
export class BoardFile {
  /** Counts requests: of two under way the answer of the later one counts. */
  private looks = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    public loaded: LoadedBoard,
    private readonly out: BoardFileOutputs,
    private readonly closed: AbortSignal,
  ) {
    closed.addEventListener('abort', () => clearTimeout(this.retry), { once: true });
  }

  async look(): Promise<void> {
    const look = ++this.looks;
    const result = await tryLoad(this.loaded.name);
    if (look !== this.looks || this.closed.aborted) return;
    if ('board' in result) {
      this.loaded = result;
      this.out.onLoaded();
    } else if (result.kind === 'unreachable') {
      this.retry = setTimeout(() => void this.look(), retryTime);
    } else {
      this.out.onProblem(result);
    }
  }
}
