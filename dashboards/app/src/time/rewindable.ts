/** The part of the past that a tile is to show. */
export interface PastSpan {
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
}

/** A tile that shows more of the window than series do, and so that of an earlier one when the page goes back. */
export interface Rewindable {
  /** Reads an earlier window; what it returns shows it. */
  readPast(span: PastSpan): Promise<() => void>;
  /** The page stands still: it shows what there is now. */
  hold?(): void;
  /** The page moves on. */
  release?(): void;
  /** What came, as far as the page's time has come. */
  showLive(): void;
}
