import { callEach } from '../connection/call-each.ts';

/** Listeners by the name of what they hear. */
export class Emitter<Events extends object> {
  private readonly listeners = new Map<keyof Events, Set<(value: never) => void>>();

  /** The function returned takes it away. */
  on<Name extends keyof Events>(name: Name, listener: (value: Events[Name]) => void): () => void {
    const all = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, all);
    all.add(listener);
    return () => all.delete(listener);
  }

  /** A listener that throws does not keep the others from hearing; its error still reaches the console. */
  emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    callEach(this.listeners.get(name) ?? [], (listener) => (listener as (value: Events[Name]) => void)(value));
  }

  /** Takes all listeners away. */
  clear(): void {
    this.listeners.clear();
  }
}
