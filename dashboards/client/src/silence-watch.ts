/**
 * Calls back once when nothing was heard for the limit. A connection that a router forgot looks open for ever; the
 * service's heartbeat is what tells the two apart.
 */
export class SilenceWatch {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    /** Milliseconds; without a limit it never calls. Another one counts from the next `heard`. */
    public limit: number | undefined,
    private readonly onSilence: () => void,
  ) {}

  heard(): void {
    this.stop();
    if (this.limit !== undefined) this.timer = setTimeout(this.onSilence, this.limit);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
