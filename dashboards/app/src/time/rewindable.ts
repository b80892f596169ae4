/** The part of the past that a tile is to show. */
export interface PastSpan {
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
}

/** A tile that shows other things of the window than series. It reads an earlier window itself. */
export interface Rewindable {
  /** Reads an earlier window. The function that it returns shows it. */
  readPast(span: PastSpan): Promise<() => void>;
  /** The page is paused: it keeps showing the present. */
  hold?(): void;
  /** The page moves on. */
  release?(): void;
  /** Shows the page's own events again. */
  showLive(): void;
}
