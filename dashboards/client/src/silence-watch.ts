/**
 * Calls back once when nothing was heard for the limit. A connection that a router forgot looks open for ever; the
 * service's heartbeat is what tells the two apart.
 */
export class SilenceWatch {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly limit: number,
    private readonly onSilence: () => void,
  ) {}

  heard(): void {
    this.stop();
    this.timer = setTimeout(this.onSilence, this.limit);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
