import type { FeedEvent, FeedGap } from '@livefeed/client/engine';

/** An event as one line of the inspector; texts are made when they are first asked for. */
export class Frame {
  private madeText: string | undefined;
  private madeSize: number | undefined;

  constructor(readonly event: FeedEvent) {}

  /** The data as a follower gets it: JSON on one line, or the text itself. */
  get data(): string {
    const { data, source } = this.event;
    this.madeText ??= typeof data === 'string' ? data : (source ?? JSON.stringify(data) ?? '');
    return this.madeText;
  }

  /** Bytes of the data. */
  get size(): number {
    this.madeSize ??= new TextEncoder().encode(this.data).length;
    return this.madeSize;
  }

  /** Indented JSON, or the text itself. */
  get pretty(): string {
    const { data } = this.event;
    return typeof data === 'string' ? data : (JSON.stringify(data, null, 2) ?? '');
  }

  /** The frame as `curl -N` shows it. */
  get raw(): string {
    const { position, event } = this.event;
    const lines = [
      ...(position === undefined ? [] : [`id: ${position}`]),
      ...(event === 'message' ? [] : [`event: ${event}`]),
      ...this.data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`),
    ];
    return `${lines.join('\n')}\n`;
  }

  contains(text: RegExp): boolean {
    const { position = '', event, topic } = this.event;
    return text.test(this.data) || text.test(topic) || text.test(event) || text.test(position);
  }
}

/** Where events are missing. */
export class Gap {
  constructor(readonly gap: FeedGap) {}
}

/** A pattern that finds a text literally, in either case. */
export function finds(text: string): RegExp | undefined {
  return text === '' ? undefined : new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
}
