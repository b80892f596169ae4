import type { Member, RoomMessage } from '../api.ts';

/** Who is in a room. The list is another one after each change. */
export class Members {
  list: readonly Member[] = [];
  /** Of a large room, whose members are not listed. */
  private counted: number | undefined;

  get count(): number {
    return this.counted ?? this.list.length;
  }

  /** Everyone who is there. */
  reset(members: readonly Member[], counted?: number): void {
    this.list = members;
    this.counted = counted;
  }

  /** True when somebody is there who was not; a further connection of a member is only remembered. */
  join({ userId, username, memberId }: RoomMessage): boolean {
    const known = this.find(userId);
    const memberIds = memberId === undefined ? [] : [memberId];
    if (known === undefined) {
      this.list = [...this.list, { userId, username, memberIds }];
      if (this.counted !== undefined) this.counted++;
      return true;
    }
    const all = [...new Set([...known.memberIds, ...memberIds])];
    this.list = this.list.map((one) => (one === known ? { userId, username, memberIds: all } : one));
    return false;
  }

  /** False when nobody has left. */
  leave({ userId }: RoomMessage): boolean {
    const left = this.list.filter((one) => one.userId !== userId);
    const isKnown = left.length < this.list.length;
    this.list = left;
    if (this.counted !== undefined) this.counted = Math.max(0, this.counted - 1);
    return isKnown || this.counted !== undefined;
  }

  /** By `userId` or `memberId`. */
  find(id: string): Member | undefined {
    return this.list.find(({ userId, memberIds }) => userId === id || memberIds.includes(id));
  }
}
