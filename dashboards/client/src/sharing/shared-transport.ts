import type { AskToken } from '../connection/authorize.ts';
import { silence } from '../connection/connection.ts';
import type { FeedSource } from '../feed-source.ts';
import { readHead } from '../queries/head.ts';
import { Refusal } from '../refusal.ts';
import type { TopicChange } from '../topics/topic-change.ts';
import type { FeedSignal, FollowRequest, Transport } from '../transport.ts';
import { Inbox } from '../transports/inbox.ts';
import type { ConnectionStatus } from '../types.ts';
import { Unreachable } from '../unreachable.ts';
import type { OpenHubLine } from './messages.ts';
import { comparePositions, goesBack, laterPosition } from './position.ts';
import { SharedFeed } from './shared-feed.ts';

export interface SharedTransportOptions {
  readonly token: AskToken | undefined;
  /** The ways to the hub of all that have the same credentials, which the key stands for. */
  lines(key: string): readonly OpenHubLine[];
}

/** There is no hub to be had, or what is wanted it cannot give: one needs a connection of one's own. */
export class NotShared extends Error {}

/** A stream that has said nothing by then does not get through; one that fails is tried again. */
const firstWithin = 8_000;
/** So often silent one after another, a stream does not get through either. */
const mostSilences = 2;

/** The hub gives signs of life by itself, and is watched by the tab's share of it. */
const noHeartbeat = 24 * 60 * 60_000;

/** The connection that all tabs have in common, as one tab sees it. */
export class SharedTransport implements Transport {
  readonly name = 'sse';
  private open: { readonly feed: SharedFeed; readonly inbox: Inbox<FeedSignal>; topics: readonly string[] } | undefined;

  constructor(private readonly options: SharedTransportOptions) {}

  async *follow(request: FollowRequest, signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    const token = await this.options.token?.();
    const lines = this.options.lines(await keyOf(token));
    signal.throwIfAborted();
    const inbox = new Inbox<FeedSignal>();
    const { topics, after } = request;
    const feed = new SharedFeed({
      ...{ topics, lines, token },
      ...(after && { after }),
      head: () => this.head(topics, token),
      own: () => notShared(inbox),
    });
    this.open = { feed, inbox, topics };
    const share = new Share(feed, inbox, token !== undefined);
    share.listen(after);
    const late = setTimeout(() => share.giveUp(), firstWithin);
    const leave = () => inbox.end(signal.reason);
    signal.addEventListener('abort', leave);
    feed.start();
    try {
      yield* inbox.read();
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', leave);
      this.open = undefined;
      feed.close();
    }
  }

  /** From now on only: what is older would come before what all others have. */
  async change(_: string, { subscribe, unsubscribe }: TopicChange): Promise<void> {
    const { open } = this;
    if (open === undefined) throw new Unreachable('there is no open connection');
    if (subscribe.some(({ after, last }) => last !== undefined || isBefore(after, open.feed.position))) {
      open.inbox.end(new NotShared('older events are wanted'));
      throw new Unreachable('another connection is needed');
    }
    const added = subscribe.map(({ topic }) => topic);
    const stays = (topic: string) => !unsubscribe.includes(topic) && !added.includes(topic);
    open.topics = [...open.topics.filter(stays), ...added];
    open.feed.follow(open.topics, added);
  }

  async renew(_: string, token: string): Promise<void> {
    this.open?.feed.renew(token);
  }

  /** Where the log ends now. */
  private head(topics: readonly string[], token: string | undefined): Promise<string | undefined> {
    const send: typeof fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
      return fetch(input, { ...init, headers });
    };
    return readHead(topics, send);
  }
}

/** Turns what a tab's share tells into what a transport says. */
class Share {
  private told: string | undefined;
  private wasHeard = false;
  private silences = 0;

  constructor(
    private readonly feed: SharedFeed,
    private readonly inbox: Inbox<FeedSignal>,
    private readonly hasToken: boolean,
  ) {}

  listen(after: string | undefined): void {
    this.told = after;
    this.feed.listen({
      events: (events) => {
        this.silences = 0;
        // What others have missed comes in its place among the events of this tab.
        const signals = events.map(({ isBackfill: _, ...event }): FeedSignal => ({ kind: 'event', event }));
        this.inbox.push(...signals, ...this.position());
      },
      gap: (gap) => {
        if (goesBack(gap)) this.told = undefined;
        this.inbox.push({ kind: 'gap', gap });
      },
      subscribed: (topics) => this.inbox.push({ kind: 'subscribed', topics, position: '' }),
      expiring: (expires) => this.inbox.push({ kind: 'expiring', expires }),
      status: (status) => this.take(status),
    });
  }

  /** Nothing at all was heard of the stream. */
  giveUp(): void {
    if (!this.wasHeard) this.inbox.end(new NotShared('nothing comes through'));
  }

  private take(status: ConnectionStatus): void {
    const { state, clientId, reason = '', refusal } = status;
    this.wasHeard ||= state !== 'connecting';
    if (reason === silence.reason && status.retryAt !== undefined && ++this.silences >= mostSilences) {
      this.inbox.end(new NotShared(reason));
    } else if (state === 'live' && clientId !== undefined) {
      this.inbox.push({ kind: 'connected', clientId, position: '', heartbeat: noHeartbeat }, ...this.position());
    } else if (refusal !== undefined && (state === 'closed' || (refusal.status === 401 && this.hasToken))) {
      this.inbox.end(new Refusal(refusal.status, reason, undefined, refusal));
    } else if (state === 'closed') {
      this.inbox.push({ kind: 'closing', reason, reconnect: false });
      this.inbox.end();
    } else if (state === 'reconnecting') {
      this.inbox.push({ kind: 'status', status });
    }
  }

  /** A position that is later than all before: another hub may begin a little earlier. */
  private position(): FeedSignal[] {
    const next = laterPosition(this.told, this.feed.position);
    if (next === undefined || next === this.told) return [];
    this.told = next;
    return [{ kind: 'position', position: next }];
  }
}

const isBefore = (a: string | undefined, b: string | undefined) =>
  a !== undefined && (b === undefined || (comparePositions(a, b) ?? -1) < 0);

/** Tabs with another token have another hub. A hash, since names are no place for a secret. */
async function keyOf(token: string | undefined): Promise<string> {
  if (token === undefined) return '';
  if (globalThis.crypto?.subtle === undefined) throw new NotShared('this page cannot tell tokens apart safely');
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
  return `.${[...hash.slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** In the place of a stream of its own, which a share would open where there is no hub. */
function notShared(inbox: Inbox<FeedSignal>): FeedSource {
  return {
    status: { state: 'connecting' },
    position: undefined,
    listen: () => () => {},
    start: () => inbox.end(new NotShared('there is no hub')),
    retryNow: () => {},
    close: () => {},
  };
}
