import type { Receipt, RoomUser } from '../api.ts';
import { isWithin } from '../connection/within.ts';
import type { Link } from '../link.ts';
import { publisherOf } from '../publishing/publisher.ts';
import { Refusal } from '../refusal.ts';

/** Key presses are many; the others need to be told once in this time. */
const typingPace = 1_000;

/**
 * What a client says in a room. Messages take the way of published events: they have an id, wait while there is no
 * connection, and are there once.
 */
export class RoomSender {
  private readonly topic: string;
  private typedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly link: Link,
    private readonly room: string,
    private readonly who: RoomUser,
  ) {
    this.topic = `rooms/${room}`;
  }

  send(content: unknown, fields: Readonly<Record<string, unknown>>): Promise<Receipt> {
    const publisher = publisherOf(this.link);
    const receipt = publisher.publish({ topic: this.topic, data: { ...fields, ...this.who, content } });
    // Nobody waits for a batch to fill in a talk.
    void publisher.flush();
    return receipt;
  }

  typing(): void {
    if (this.link.status.state !== 'connected' || isWithin(typingPace, this.typedAt)) return;
    this.typedAt = Date.now();
    const { clientId } = this.link.status;
    const except = clientId === undefined ? {} : { except: [clientId] };
    const typing =
      this.link.transport === 'websocket'
        ? this.link.request({ type: 'typing', room: this.room })
        : this.publish({ event: 'typing', data: { ...this.who }, ...except });
    typing.catch(() => {
      // It would be late.
    });
  }

  async signal(to: string, memberIds: readonly string[], data: unknown): Promise<void> {
    if (this.link.transport === 'websocket') {
      await this.link.request({ type: 'signal', room: this.room, to, data });
      return;
    }
    if (memberIds.length === 0) throw new Refusal(404, 'nobody of this id is connected in the room');
    const targets = memberIds.includes(to) ? [to] : memberIds;
    await Promise.all(
      targets.map((client) => this.publish({ event: 'signal', data: { ...this.who, data }, to: { client } })),
    );
  }

  private publish(event: { event: string; data: unknown; to?: { client: string }; except?: string[] }): Promise<Receipt> {
    const publisher = publisherOf(this.link);
    const receipt = publisher.publish({ topic: this.topic, ephemeral: true, ...event });
    void publisher.flush();
    return receipt;
  }
}
