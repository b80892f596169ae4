/** What an open stream follows from now on besides, and what no more. */
export interface TopicChange {
  /** What came after the position is sent first; without a position, the last events, or only what comes from now on. */
  readonly subscribe: readonly { readonly topic: string; readonly after?: string; readonly last?: number }[];
  readonly unsubscribe: readonly string[];
}
