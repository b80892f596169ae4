import { Listeners } from '../connection/listeners.ts';
import { SilenceWatch } from '../connection/silence-watch.ts';
import type { FeedSource } from '../feed-source.ts';
import type { ConnectionStatus, FeedListener } from '../types.ts';
import type { HubLine, HubMessage, OpenHubLine } from './messages.ts';
import { loadOwnFeed, type MakeFeed } from './own-feed.ts';
import { isPageHidden, watchNetwork, watchPage } from './page-life.ts';

export interface SharedFeedOptions {
  readonly topics: readonly string[];
  readonly after?: string;
  /** Ways to a hub, the best first; when none leads to one, the page has a stream of its own. */
  readonly lines: readonly OpenHubLine[];
  /** Where the log ends now: for who wants to go on from there. */
  readonly head: () => Promise<string | undefined>;
  readonly own?: MakeFeed;
  /** What the hub's stream shows the service. */
  readonly token?: string | undefined;
}

/** A hub answers at once; one that does not within this time is not there. */
const answerWithin = 5_000;
/** Six of the hub's signs of life: its timers may be slow in a page that nobody looks at. */
const mostSilence = 90_000;
/** How long after the time for another attempt it is asked for, if it has not begun: for the same reason. */
const slack = 500;

/** A page's share of a stream that all pages of the browser have in common. */
export class SharedFeed implements FeedSource {
  readonly #listeners = new Listeners();
  readonly #closed = new AbortController();
  readonly #silence = new SilenceWatch(mostSilence, () => this.#join());
  #line: HubLine | undefined;
  #own: FeedSource | undefined;
  #current: ConnectionStatus = { state: 'connecting' };
  #lastPosition: string | undefined;
  #started = false;
  #session = 0;
  #topics: readonly string[];
  #token: string | undefined;
  /** Topics that were added and are not complete. */
  #added: readonly string[] = [];
  /** Whoever tries a way to the hub is told whether it is one; undefined once that is known. */
  #settle: ((isThere: boolean) => void) | undefined;
  #answer: ReturnType<typeof setTimeout> | undefined;
  #nudge: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: SharedFeedOptions) {
    this.#topics = options.topics;
    this.#token = options.token;
    this.#lastPosition = options.after;
  }

  get status(): ConnectionStatus {
    return this.#own?.status ?? this.#current;
  }

  get position(): string | undefined {
    return this.#own?.position ?? this.#lastPosition;
  }

  listen(listener: FeedListener): () => void {
    return this.#listeners.add(listener);
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    watchPage(
      {
        hidden: (hidden) => this.#line?.send({ kind: 'hidden', session: this.#session, hidden }),
        left: () => this.#leave(),
        back: () => this.#join(),
      },
      this.#closed.signal,
    );
    watchNetwork((isNew) => this.retryNow(isNew), this.#closed.signal);
    void this.#begin();
  }

  retryNow(isNewNetwork?: boolean): void {
    this.#own?.retryNow(isNewNetwork);
    this.#line?.send({ kind: 'retry', session: this.#session, isNewNetwork });
  }

  /** Follows these from now on. Of those that were added listeners hear `subscribed` when the stream has them. */
  follow(topics: readonly string[], added: readonly string[]): void {
    this.#topics = topics;
    this.#added = [...this.#added, ...added];
    this.#join();
  }

  /** Gives the hub a newer token. */
  renew(token: string): void {
    this.#token = token;
    this.#line?.send({ kind: 'token', session: this.#session, token });
  }

  close(reason = 'closed by this page'): void {
    if (this.#closed.signal.aborted) return;
    this.#end();
    this.#own?.close(reason);
    if (this.#own === undefined) this.#report({ state: 'closed', reason });
  }

  async #begin(): Promise<void> {
    this.#lastPosition ??= await this.options.head().catch(() => undefined);
    for (const open of this.options.lines) if (await this.#tryLine(open)) return;
    if (!this.#closed.signal.aborted) void this.#openOwn();
  }

  /** True when this way leads to a hub, or none is wanted any more. */
  async #tryLine(open: OpenHubLine): Promise<boolean> {
    if (this.#closed.signal.aborted) return true;
    const found = new Promise<boolean>((resolve) => (this.#settle = resolve));
    try {
      this.#line = await open({
        message: (message) => this.#take(message),
        renewed: () => this.#join(),
        broken: () => this.#onNoHub(),
      });
    } catch {
      return false;
    }
    if (this.#closed.signal.aborted) this.#end();
    else this.#join();
    return found;
  }

  #onNoHub(): void {
    if (this.#line === undefined) return;
    this.#dropLine();
    // A hub that was there is gone, and no other took its place.
    if (this.#settle === undefined) void this.#openOwn();
    else {
      this.#settle(false);
      this.#settle = undefined;
    }
  }

  /** Also joins again: what the hub still has for the session before is passed over, and comes once more. */
  #join(): void {
    if (this.#closed.signal.aborted || this.#line === undefined) return;
    const token = this.#token;
    this.#session++;
    this.#silence.stop();
    clearTimeout(this.#answer);
    this.#answer = setTimeout(() => this.#onNoHub(), answerWithin);
    const place = { topics: this.#topics, after: this.#lastPosition, hidden: isPageHidden() };
    this.#line.send({ kind: 'join', session: this.#session, ...place, ...(token !== undefined && { token }) });
  }

  #take(message: HubMessage): void {
    if (message.session !== this.#session || this.#line === undefined) return;
    if (message.kind === 'unknown') return this.#join();
    if (message.kind === 'frozen') return this.#onNoHub();
    if (message.kind === 'expiring') return this.#listeners.tell((listener) => listener.expiring?.(message.expires));
    clearTimeout(this.#answer);
    this.#silence.heard();
    this.#settle?.(true);
    this.#settle = undefined;
    this.#listeners.pass(message.items, (item) => {
      if (item.kind === 'event') this.#lastPosition = item.event.position ?? this.#lastPosition;
    });
    if (message.session !== this.#session || this.#closed.signal.aborted) return;
    this.#lastPosition = message.position ?? this.#lastPosition;
    this.#line.send({ kind: 'took', session: this.#session });
    if (message.status !== undefined) this.#report(message.status);
    if (message.held !== true && this.#current.state === 'live') this.#complete();
  }

  #complete(): void {
    const topics = this.#added;
    this.#added = [];
    if (topics.length > 0) this.#listeners.tell((listener) => listener.subscribed?.(topics));
  }

  #report(status: ConnectionStatus): void {
    this.#current = status;
    clearTimeout(this.#nudge);
    if (status.state === 'closed') this.#end();
    if (status.state === 'reconnecting' && status.retryAt !== undefined) {
      this.#nudge = setTimeout(() => this.retryNow(), Math.max(0, status.retryAt - Date.now()) + slack);
    }
    this.#listeners.tell((listener) => listener.status?.(status));
  }

  async #openOwn(): Promise<void> {
    const away = () => this.#report({ state: 'reconnecting', reason: 'the service cannot be reached' });
    const make = this.options.own ?? (await loadOwnFeed(away, this.#closed.signal));
    if (make === undefined || this.#closed.signal.aborted) return;
    this.#own = make(this.#topics, this.#lastPosition);
    this.#own.listen({
      status: (status) => this.#listeners.tell((listener) => listener.status?.(status)),
      gap: (gap) => this.#listeners.tell((listener) => listener.gap?.(gap)),
      events: (events) => this.#listeners.tell((listener) => listener.events?.(events)),
    });
    this.#own.start();
  }

  #leave(): void {
    this.#line?.send({ kind: 'leave', session: this.#session });
    this.#silence.stop();
    clearTimeout(this.#answer);
    clearTimeout(this.#nudge);
  }

  #dropLine(): void {
    this.#leave();
    this.#line?.close();
    this.#line = undefined;
  }

  #end(): void {
    this.#closed.abort();
    this.#dropLine();
    this.#settle?.(true);
  }
}
