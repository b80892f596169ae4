import type { AnyFeed } from '../any-feed.ts';
import type { Member } from '../api.ts';
import { linkOf } from '../link-of.ts';
import { Presence } from '../rooms/presence.ts';

export interface RoomPresence {
  readonly members: readonly Member[];
  readonly count: number;
  /** The service said no. */
  readonly error: unknown;
}

const nobody: RoomPresence = { members: [], count: 0, error: undefined };

/** Who is in a room, while somebody listens. */
export class PresenceStore {
  private readonly listeners = new Set<() => void>();
  private current = nobody;
  private presence: { close(): void } | undefined;

  constructor(
    private readonly feed: AnyFeed | undefined,
    private readonly room: string,
  ) {}

  readonly snapshot = (): RoomPresence => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.presence ??= this.begin();
    return () => {
      this.listeners.delete(listener);
      queueMicrotask(() => this.listeners.size === 0 && this.end());
    };
  };

  private begin(): { close(): void } {
    let presence: Presence | undefined;
    let isClosed = false;
    const { feed } = this;
    const open = async () => {
      const link = feed && (await linkOf(feed));
      if (feed === undefined || link === undefined || isClosed) return;
      presence = new Presence(link, feed, this.room, (members, count, error) => {
        this.current = { members, count, error };
        for (const listener of [...this.listeners]) listener();
      });
    };
    // Without its connection nobody is there.
    open().catch(() => {});
    return {
      close: () => {
        isClosed = true;
        presence?.close();
      },
    };
  }

  private end(): void {
    this.presence?.close();
    this.presence = undefined;
    this.current = nobody;
  }
}
