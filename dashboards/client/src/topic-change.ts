/** What an open stream follows from now on besides, and what no more. */
export interface TopicChange {
  /** What came after the position is sent first; without a position, only what comes from now on. */
  readonly subscribe: readonly { readonly topic: string; readonly after?: string }[];
  readonly unsubscribe: readonly string[];
}
