import { FeedClient } from '../connection/feed-client.ts';
import { nudgeOf } from '../connection/nudge.ts';
import { watchOverdue } from '../connection/overdue-watch.ts';
import { HubTab } from './hub-tab.ts';
import type { TabMessage, TabPort } from './messages.ts';
import { type MakeSource, SharedStream, type SharedStreamOutputs } from './shared-stream.ts';

/** Signs of life to tabs; three unanswered and a tab is let go, which harms none that was only asleep. */
const round = 15_000;

/**
 * What all tabs of a browser follow, on as few streams as can be: one, unless the service would refuse it. Whom the hub does
 * not know, because it was let go or the hub is new, is told so and joins with its position; there is no other way back.
 */
export class FeedHub {
  readonly #tabs = new Map<TabPort, HubTab>();
  readonly #streamOf = new Map<HubTab, SharedStream>();
  readonly #streams = new Set<SharedStream>();
  /** One of the pages is shown: no stream waits any longer for its next attempt. */
  readonly #nudge = nudgeOf(() => {
    for (const stream of this.#streams) stream.retryNow();
  });
  #rounds: ReturnType<typeof setInterval> | undefined;
  readonly #outputs: SharedStreamOutputs;

  /** What its streams show the service; tabs with another token have another hub. */
  #token: string | undefined;

  constructor(make?: MakeSource) {
    const own: MakeSource = (topics, after) =>
      new FeedClient({ topics, token: () => this.#token, overdue: watchOverdue, ...(after === undefined ? {} : { after }) });
    this.#outputs = {
      make: make ?? own,
      onSplit: (tabs) => this.#placeApart(tabs),
      onClosed: (tabs) => this.#forget(tabs),
      onOverfull: (tab) => this.#forget([tab]),
      onEmpty: (stream) => this.#end(stream),
    };
  }

  take(port: TabPort, message: TabMessage): void {
    const { session } = message;
    const tab = this.#tabs.get(port);
    const isFrozen = [...this.#streams].some((stream) => stream.isStalled);
    if (isFrozen && message.kind !== 'leave') port.send({ kind: 'frozen', session });
    else if (message.kind === 'join') {
      this.#token ??= message.token;
      if (tab !== undefined) this.#forget([tab]);
      this.#join(port, new HubTab(port, message));
    } else if (tab?.session !== session) {
      if (message.kind !== 'leave') port.send({ kind: 'unknown', session });
    } else if (message.kind === 'took') tab.took();
    else if (message.kind === 'hidden') this.#setHidden(tab, message.hidden);
    else if (message.kind === 'retry') this.#streamOf.get(tab)?.retryNow(message.isNewNetwork);
    else if (message.kind === 'token') void this.#renew(tab, message.token);
    else this.#forget([tab]);
  }

  close(): void {
    clearInterval(this.#rounds);
    for (const stream of this.#streams) stream.close();
    for (const tab of this.#tabs.values()) tab.close();
    this.#tabs.clear();
  }

  #setHidden(tab: HubTab, hidden: boolean): void {
    tab.setHidden(hidden);
    if (!hidden) this.#nudge();
  }

  /** One that the service has taken is shown from then on: another might be another user's. */
  async #renew(tab: HubTab, token: string): Promise<void> {
    if (await this.#streamOf.get(tab)?.token.renew(token)) this.#token = token;
  }

  #join(port: TabPort, tab: HubTab): void {
    this.#tabs.set(port, tab);
    this.#rounds ??= setInterval(() => this.#lookAround(), round);
    this.#place(tab, [...this.#streams].find((stream) => stream.canTake(tab)) ?? this.#begin());
  }

  #begin(): SharedStream {
    const stream = new SharedStream(this.#outputs);
    this.#streams.add(stream);
    return stream;
  }

  #place(tab: HubTab, stream: SharedStream): void {
    this.#streamOf.set(tab, stream);
    stream.add(tab);
  }

  #placeApart(tabs: readonly HubTab[]): void {
    const stream = this.#begin();
    for (const tab of tabs) this.#place(tab, stream);
  }

  #forget(tabs: readonly HubTab[]): void {
    const gone = new Set(tabs);
    for (const [port, tab] of this.#tabs) if (gone.has(tab)) this.#tabs.delete(port);
    for (const tab of gone) {
      tab.close();
      this.#streamOf.get(tab)?.remove(tab);
      this.#streamOf.delete(tab);
    }
  }

  #end(stream: SharedStream): void {
    stream.close();
    this.#streams.delete(stream);
    if (this.#streams.size > 0) return;
    clearInterval(this.#rounds);
    this.#rounds = undefined;
  }

  #lookAround(): void {
    this.#forget([...this.#tabs.values()].filter((tab) => !tab.isThere()));
  }
}
