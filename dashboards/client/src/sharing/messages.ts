import type { FeedSignal } from '../transport.ts';
import type { ConnectionStatus } from '../types.ts';

/** What of a stream reaches a tab one by one. */
export type FeedItem = Extract<FeedSignal, { kind: 'event' | 'gap' }>;

/** From a tab to the hub. A tab that joins again counts its session up, and what concerns an earlier one is passed over. */
export type TabMessage = { readonly session: number } & (
  | {
      readonly kind: 'join';
      readonly topics: readonly string[];
      readonly after: string | undefined;
      readonly hidden: boolean;
      /** The token of all tabs of this hub, where they have one. */
      readonly token?: string | undefined;
    }
  /** Has taken the news: only then is it sent more. */
  | { readonly kind: 'took' }
  | { readonly kind: 'hidden'; readonly hidden: boolean }
  /** The next attempt is due, or the network is another one: not every browser tells that to a shared worker. */
  | { readonly kind: 'retry'; readonly isNewNetwork?: boolean | undefined }
  /** A newer token of the same user, for the open stream. */
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'leave' }
);

/** From the hub to a tab. */
export type HubMessage = { readonly session: number } & (
  | {
      /** All there is since the last; nothing at all is a sign of life. */
      readonly kind: 'news';
      readonly items: readonly FeedItem[];
      readonly status: ConnectionStatus | undefined;
      /** With these items the tab has everything up to here. */
      readonly position: string | undefined;
      /** Not all that the tab joined for has been added to the stream: its events come when it has. */
      readonly held?: true | undefined;
    }
  /** The token ends at this time (`Date.now()` scale): the hub wants a newer one. */
  | { readonly kind: 'expiring'; readonly expires: number }
  /** The hub's page is frozen: nothing comes through it. */
  | { readonly kind: 'frozen' }
  /** The hub does not know this tab, or no longer: it has to join again. */
  | { readonly kind: 'unknown' }
);

/** The hub's way to one tab. */
export interface TabPort {
  send(message: HubMessage): void;
}

/** A tab's way to the hub. */
export interface HubLine {
  send(message: TabMessage): void;
  close(): void;
}

export interface HubLineEvents {
  message(message: HubMessage): void;
  /** Another hub has begun: whoever wants something has to join it. */
  renewed(): void;
  /** There is no hub to be had this way. */
  broken(): void;
}

export type OpenHubLine = (events: HubLineEvents) => Promise<HubLine>;
