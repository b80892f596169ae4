import type {
  AnyEvent,
  ConnectOptions,
  Feed,
  LiveEvent,
  Problem,
  PublishEvent,
  Receipt,
  Room,
  RoomUser,
  Status,
  SubscribeOptions,
} from '../api.ts';
import { FeedClient } from '../connection/feed-client.ts';
import { gapText } from '../gap-text.ts';
import type { Publisher } from '../link.ts';
import { setLink } from '../link-of.ts';
import type { FeedSignal, Transport } from '../transport.ts';
import type { ConnectionStatus, FeedGap } from '../types.ts';
import { Callbacks } from './callbacks.ts';
import { Delivery } from './delivery.ts';
import { FeedLink } from './feed-link.ts';
import { followPage } from './follow-page.ts';
import { KeptPosition } from './kept-position.ts';
import { Loaded } from './loaded.ts';
import type { Subscriptions } from './subscriptions.ts';
import { isSame, toStatus } from './to-status.ts';
import type { TokenSource } from './token-source.ts';

export interface LiveFeedParts {
  /** The service's root without a slash at its end; empty for the page's own. */
  readonly root: string;
  readonly transport: Transport;
  readonly tokens: TokenSource;
  readonly storage: Storage | undefined;
  readonly random?: (() => number) | undefined;
}

/** Bytes that wait for a `for await`, unless told. */
const usualBuffer = 1 << 20;
const byThisPage = 'closed by this page';

/** A feed by one connection of its own. What not everyone wants is loaded when it is wanted. */
export class LiveFeed<Events extends object> implements Feed<Events> {
  readonly client: FeedClient;
  readonly delivery = new Delivery();
  readonly signals = new Callbacks<FeedSignal>();
  readonly statuses = new Callbacks<Status>();
  readonly closed = new AbortController();
  readonly subscriptions = new Loaded<Subscriptions>(() => this.openSubscriptions());
  private readonly link: FeedLink;
  private readonly publisher = new Loaded<Publisher>(() => this.openPublisher());
  private readonly kept: KeptPosition;
  private current: Status;

  constructor(
    readonly options: ConnectOptions,
    readonly parts: LiveFeedParts,
  ) {
    this.kept = new KeptPosition(options.persist, parts.storage);
    const after = this.kept.read() ?? options.after;
    const { topics = [], last, window, maxAttempts } = options;
    this.client = new FeedClient({
      ...{ topics, last, window, maxAttempts, transport: parts.transport, steady: 0 },
      ...(after !== undefined && { after }),
      ...(parts.random !== undefined && { random: parts.random }),
      onUnauthorized: parts.tokens.refused,
      onSignal: (signal) => this.take(signal),
      onSilent: () => this.tellSilence(),
    });
    this.current = this.statusOf(this.client.status);
    this.link = new FeedLink(this);
    setLink(this, this.link);
  }

  start(): void {
    this.client.listen({
      events: (events) => {
        this.delivery.events(events);
        this.kept.keep(this.client.position);
      },
      gap: (gap) => {
        this.delivery.gap(gap);
        this.tell('gap', `events are missing: ${gapText(gap.reason)}`);
      },
      subscribed: (topics) => this.delivery.subscriptions?.completed(topics),
      status: (status) => this.report(status),
    });
    followPage(this.client, this.closed.signal);
    const { signal } = this.options;
    signal?.addEventListener('abort', () => this.close(), { signal: this.closed.signal });
    if (signal?.aborted) this.close();
    else this.client.start();
  }

  get status(): Status {
    return this.current;
  }

  get position(): string | undefined {
    return this.client.position;
  }

  onStatus(listener: (status: Status) => void): () => void {
    const remove = this.statuses.add(listener);
    listener(this.current);
    return remove;
  }

  on(name: string, listener: (event: never) => void): () => void {
    return this.delivery.on(name, listener as (event: LiveEvent) => void);
  }

  onGap(listener: (gap: FeedGap) => void): () => void {
    return this.delivery.gaps.add(listener);
  }

  async subscribe(topics: string | readonly string[], options?: SubscribeOptions): Promise<void> {
    await (await this.subscriptions.get()).subscribe([topics].flat(), options);
  }

  async unsubscribe(topics: string | readonly string[]): Promise<void> {
    await (await this.subscriptions.get()).unsubscribe([topics].flat());
  }

  async publish(event: PublishEvent): Promise<Receipt> {
    return (await this.publisher.get()).publish(event);
  }

  async flush(): Promise<void> {
    await (await this.publisher.present)?.flush();
  }

  async join(room: string, who: RoomUser = {}): Promise<Room> {
    const { openRoom } = await import('../rooms.ts');
    return openRoom(this.link, room, who);
  }

  close(): void {
    this.client.close(byThisPage);
  }

  [Symbol.asyncIterator](): AsyncIterator<AnyEvent<Events>> {
    const onOverflow = () => this.tell('gap', 'events are missing: they were not read in time');
    const buffer = this.delivery.buffer(this.options.bufferBytes ?? usualBuffer, onOverflow);
    if (this.closed.signal.aborted) buffer.end(this.failure());
    return buffer as AsyncIterator<LiveEvent> as AsyncIterator<AnyEvent<Events>>;
  }

  private async openPublisher(): Promise<Publisher> {
    const { createPublisher } = await import('../publishing/publisher.ts');
    return createPublisher(this.link, this.options.batch);
  }

  private async openSubscriptions(): Promise<Subscriptions> {
    const { Subscriptions } = await import('./subscriptions.ts');
    const { client, closed } = this;
    this.delivery.subscriptions = new Subscriptions(this.options.topics ?? [], {
      clientId: () => client.status.clientId,
      position: () => client.position,
      change: (change) => client.change(change),
      aim: (topics) => client.aim(topics),
      closed: closed.signal,
    });
    return this.delivery.subscriptions;
  }

  private take(signal: FeedSignal): void {
    const { tokens } = this.parts;
    if (signal.kind === 'connected') {
      tokens.proven();
      this.delivery.subscriptions?.connected();
    } else if (signal.kind === 'expiring') this.renew(signal.expires);
    else if (signal.kind === 'closing' && signal.reason === 'expired') tokens.refused();
    this.signals.call(signal);
  }

  private renew(expires: number): void {
    const { clientId } = this.client.status;
    if (clientId === undefined || this.options.token === undefined) return;
    const isOver = () => this.client.status.clientId !== clientId;
    const input = { ...this.parts, clientId, expires, isOver };
    // What cannot be loaded now is of no use later: the next connection has a newer token.
    import('./renewal.ts').then(({ renewToken }) => renewToken(input)).catch(() => {});
  }

  private report(status: ConnectionStatus): void {
    const next = this.statusOf(status);
    if (isSame(this.current, next)) return;
    const wasTold = this.current.refusal !== undefined && this.current.reason === next.reason;
    this.current = next;
    if (next.refusal !== undefined && !wasTold) this.tell('refused', next.reason ?? 'refused');
    this.statuses.call(next);
    if (next.state === 'closed') this.end();
  }

  private statusOf(status: ConnectionStatus): Status {
    return toStatus(status, this.client.attempt, this.parts.transport.name);
  }

  private tellSilence(): void {
    // One of several is judged by what the next one does.
    if ((this.options.transport ?? 'auto') !== 'auto') this.tell('buffering', 'nothing came for too long');
  }

  private tell(kind: Problem['kind'], text: string): void {
    const transport = this.parts.transport.name;
    this.options.onProblem?.({ kind, text, ...(transport !== undefined && { transport }) });
  }

  private end(): void {
    this.closed.abort();
    this.delivery.subscriptions?.end(this.failure() ?? new DOMException(byThisPage, 'AbortError'));
    this.delivery.end(this.failure());
  }

  /** Why it is closed, if not by this page. */
  private failure(): Error | undefined {
    const { reason = '' } = this.current;
    return reason === byThisPage ? undefined : new Error(reason);
  }
}
