import { goesBack, isNews } from '../sharing/position.ts';
import type { FeedSignal, FollowRequest, RoomQuery } from '../transport.ts';

export interface Wanted {
  readonly topics: readonly string[];
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly window?: number | undefined;
}

/** What the next connection asks for, at the moment it is read: one transport may go on where another one ended. */
export class Followed implements FollowRequest {
  topics: readonly string[];
  after: string | undefined;
  readonly last: number | undefined;
  readonly window: number | undefined;
  rooms: RoomQuery | undefined;
  /** What the service said last about when to come back, in milliseconds. */
  hint: number | undefined;
  /** The next event is after what came, wherever it stands. */
  #isBack = false;

  constructor({ topics, after, last, window }: Wanted) {
    this.topics = topics;
    this.after = after;
    this.last = last;
    this.window = window;
  }

  take(signal: FeedSignal): void {
    switch (signal.kind) {
      case 'event':
        // What was missed by topics that were added stands before the stream's own position, which does not go back.
        if (!signal.event.isBackfill) this.#reach(signal.event.position);
        break;
      case 'room':
        if (signal.message.type !== 'room_state') this.#reach(signal.message.position);
        break;
      case 'subscribed':
        this.#reach(signal.position);
        break;
      case 'connected':
      case 'position':
        this.after = signal.position || this.after;
        break;
      case 'gap':
        this.#isBack = goesBack(signal.gap);
        break;
      case 'retry':
        this.hint = signal.milliseconds;
        break;
    }
  }

  #reach(position: string | undefined): void {
    if (!position || !(this.#isBack || isNews(position, this.after))) return;
    this.after = position;
    this.#isBack = false;
  }
}
