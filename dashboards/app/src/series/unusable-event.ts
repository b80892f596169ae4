import type { FeedEvent } from '@livefeed/client/engine';
import { valueText } from '../format/value.ts';
import { follow, readScalar } from './read-value.ts';

/**
 * The last event without a number, of a tile that shows numbers. A tile that gets nothing else says so, instead of waiting
 * for ever.
 */
export class UnusableEvent {
  private event: FeedEvent | undefined;

  /** Returns true for the first one: the tile's text changes. */
  note(event: FeedEvent): boolean {
    const isFirst = this.event === undefined;
    this.event = event;
    return isFirst;
  }

  /** Undefined while nothing came. */
  text(path: string | undefined): string | undefined {
    if (this.event === undefined) return undefined;
    const { topic, data } = this.event;
    const place = path === undefined ? '' : ` at ${path}`;
    const value = path === undefined ? (readScalar(data) ?? data) : follow(data, path);
    const sent = value === undefined ? valueText(data, '') : valueText(value, '');
    return `no number${place} in ${topic}: ${sent}`;
  }
}
