import { laterPosition } from '../sharing/position.ts';
import type { FeedSignal, FollowRequest, RoomQuery } from '../transport.ts';

/** What the next connection asks for: which topics, and after which position. */
export class Followed {
  rooms: RoomQuery | undefined;
  /** What the service said last about when to come back, in milliseconds. */
  hint: number | undefined;

  topics: readonly string[];
  position: string | undefined;
  readonly #last: number | undefined;
  readonly #window: number | undefined;

  constructor(
    topics: readonly string[],
    position: string | undefined,
    last: number | undefined,
    window: number | undefined,
  ) {
    this.topics = topics;
    this.position = position;
    this.#last = last;
    this.#window = window;
  }

  /** Its topics and rooms are those of the moment in which they are read. */
  request(): FollowRequest {
    const self = this;
    return {
      after: this.position,
      last: this.position === undefined ? this.#last : undefined,
      window: this.#window,
      get topics() {
        return self.topics;
      },
      get rooms() {
        return self.rooms;
      },
    };
  }

  take(signal: FeedSignal): void {
    switch (signal.kind) {
      case 'event':
        // What was missed by topics that were added stands before the stream's own position, which does not go back.
        if (signal.event.isBackfill !== true) this.#reach(signal.event.position);
        break;
      case 'room':
        if (signal.message.type !== 'room_state') this.#reach(signal.message.position);
        break;
      case 'subscribed':
        this.#reach(signal.position);
        break;
      case 'connected':
        this.position = signal.position || this.position;
        break;
      case 'position':
        this.position = signal.position;
        break;
      case 'retry':
        this.hint = signal.milliseconds;
        break;
    }
  }

  #reach(position: string | undefined): void {
    if (position) this.position = laterPosition(this.position, position);
  }
}
