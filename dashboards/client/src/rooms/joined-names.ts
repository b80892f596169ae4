import type { Link } from '../link.ts';
import { Emitter } from './emitter.ts';

/** The rooms that a connection is in. Its service forgets their topics when they are left, whoever else wants them. */
export class JoinedNames {
  readonly all = new Set<string>();
  readonly events = new Emitter<{ left: string }>();

  leave(name: string): void {
    if (this.all.delete(name)) this.events.emit('left', name);
  }
}

const names = new WeakMap<Link, JoinedNames>();

export function joinedNamesOf(link: Link): JoinedNames {
  const joined = names.get(link) ?? new JoinedNames();
  names.set(link, joined);
  return joined;
}
