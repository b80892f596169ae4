import type { LiveEvent } from '../api.ts';
import type { EventBuffer } from './event-buffer.ts';
import type { OpenFeed } from './feed-link.ts';

/** The events of one `for await`, from now on. What bounds and hands out what waits is loaded with the first. */
export function readEvents(feed: OpenFeed): AsyncIterator<LiveEvent> {
  const buffer = import('./event-buffer.ts').then(({ EventBuffer }) => new EventBuffer(feed, leave));
  // In order, also what happens before it is loaded. Where that fails whoever reads is told, and nothing more is kept.
  const tell = (act: (buffer: EventBuffer) => void) => void buffer.then(act, leave);
  const removes = [
    feed.on('*', (event) => tell((to) => to.add(event))),
    feed.onGap((gap) => tell((to) => to.addGap(gap))),
    feed.onStatus(({ state }) => state === 'closed' && tell((to) => to.end(feed.failure))),
  ];
  function leave(): void {
    for (const remove of removes) remove();
  }
  return { next: async () => (await buffer).next(), return: async () => (await buffer).return() };
}
