import type { Member, RoomMessage } from '../api.ts';
import type { Link } from '../link.ts';
import { ask } from '../queries/ask.ts';
import { askingOf } from '../queries/asking-of.ts';
import { type HistoryPage, readHistory, readNewest } from '../queries/history.ts';
import { roomSignalOf } from './room-event.ts';

/** As many as a WebSocket gets when it joins. */
const recentMessages = 50;
/** Events of a page of history. */
const pageEvents = 500;

interface MembersAnswer {
  readonly members: readonly Member[];
  readonly position: string;
}

/** Reads by plain requests what a room has. Each throws as `ask` does. */
export class RoomReader {
  private readonly topic: string;

  constructor(
    private readonly link: Link,
    room: string,
  ) {
    this.topic = `rooms/${room}`;
  }

  async members(): Promise<MembersAnswer> {
    const query = new URLSearchParams({ topic: this.topic });
    return (await ask<MembersAnswer>('/members', query, askingOf(this.link, '/members'))).body;
  }

  /** The messages after this position, page by page; without it the last ones. */
  async *messages(after: string | undefined): AsyncGenerator<readonly RoomMessage[]> {
    const request = { topics: [this.topic], ...askingOf(this.link, '/history') };
    const pages: AsyncGenerator<HistoryPage> =
      after === undefined
        ? readNewest({ ...request, count: recentMessages })
        : readHistory({ ...request, since: '', after, limit: pageEvents });
    for await (const { events, gap } of pages) {
      if (gap !== undefined) this.link.report?.({ kind: 'gap', text: `messages of ${this.topic} are no longer there` });
      yield events.map(roomSignalOf).filter((one) => one?.type === 'message') as unknown as RoomMessage[];
    }
  }
}
