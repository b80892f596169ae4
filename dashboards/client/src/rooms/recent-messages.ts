import type { RoomMessage } from '../api.ts';
import { comparePositions } from '../sharing/position.ts';

const maxMessages = 200;
/** Characters of their JSON: a message may have 2 MB. */
const maxCharacters = 1 << 20;

/** The last messages of a room, each once. */
export class RecentMessages {
  /** Another list after each change. */
  list: readonly RoomMessage[] = [];
  /** Of the newest message that has come. */
  position: string | undefined;
  private sizes: number[] = [];
  private characters = 0;

  /** Whether it was there already: what comes again after a cut is told by its position. */
  has({ position }: RoomMessage): boolean {
    if (position === undefined || this.position === undefined) return false;
    return (comparePositions(position, this.position) ?? 1) <= 0;
  }

  add(message: RoomMessage): void {
    this.position = message.position ?? this.position;
    const size = JSON.stringify(message).length;
    this.sizes.push(size);
    this.characters += size;
    let first = 0;
    while (this.sizes.length - first > maxMessages || (this.characters > maxCharacters && first < this.sizes.length - 1)) {
      this.characters -= this.sizes[first++] ?? 0;
    }
    this.sizes = this.sizes.slice(first);
    this.list = [...this.list, message].slice(first);
  }
}
