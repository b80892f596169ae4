import type { ConnectionStatus, FeedListener, FeedSource, openFeed } from '@livefeed/client/engine';

/** Follows topics by one stream at a time. */
export class StreamFollower {
  private source: FeedSource | undefined;
  private followed = '';
  private unlisten: (() => void) | undefined;

  constructor(
    private readonly listener: FeedListener,
    private readonly open: typeof openFeed,
  ) {}

  get hasBegun(): boolean {
    return this.source !== undefined;
  }

  get state(): ConnectionStatus['state'] | undefined {
    return this.source?.status.state;
  }

  /** The position up to which it has brought everything. */
  get position(): string | undefined {
    return this.source?.position;
  }

  /** Whether it follows these already. */
  follows(topics: readonly string[]): boolean {
    return this.source !== undefined && this.source.status.state !== 'closed' && JSON.stringify(topics) === this.followed;
  }

  /** Follows these from now on, from after the position. */
  follow(topics: readonly string[], after: string | undefined): void {
    this.close();
    this.followed = JSON.stringify(topics);
    this.source = this.open({ topics, ...(after === undefined ? {} : { after }) });
    this.unlisten = this.source.listen(this.listener);
    this.source.start();
  }

  retryNow(): void {
    this.source?.retryNow();
  }

  /** Ends the stream. The listener is not told. */
  close(): void {
    this.unlisten?.();
    this.source?.close();
    this.source = undefined;
  }
}
