/** The items of a stream of server-sent events, in order. An event without an id has that of the block before. */
export type SseItem =
  | {
      readonly kind: 'event';
      readonly event: string;
      readonly data: string;
      readonly id: string;
      readonly hasOwnId: boolean;
    }
  /** A block without data still moves the position (the standard sets the last event id before it looks at data). */
  | { readonly kind: 'position'; readonly id: string }
  | { readonly kind: 'retry'; readonly milliseconds: number }
  /** A comment has no meaning but that the other end is alive. */
  | { readonly kind: 'comment' };

const CR = 13;
const LF = 10;

/**
 * Reads `text/event-stream` as it arrives, by the WHATWG HTML standard, section 9.2.6. One parser a connection: a block
 * that the connection's end cuts off is never given out, as the standard asks.
 */
export class SseParser {
  // Strips a byte order mark at the stream's start only, and keeps characters whole across chunk borders.
  readonly #decoder = new TextDecoder('utf-8');
  readonly #items: SseItem[] = [];
  /** The unfinished last line; only new text is searched for its end, so a long line costs no rescans. */
  #line = '';
  /** The last chunk ended in CR: an LF that opens the next one belongs to it. */
  #skipLineFeed = false;
  #event = '';
  #data: string[] = [];
  #pendingId: string | undefined;
  #lastId: string;

  constructor(lastEventId = '') {
    this.#lastId = lastEventId;
  }

  /** Takes the next bytes and returns what they completed. */
  push(bytes: Uint8Array): SseItem[] {
    this.#readText(this.#decoder.decode(bytes, { stream: true }));
    return this.#items.splice(0);
  }

  #readText(text: string): void {
    let start = 0;
    if (this.#skipLineFeed && text.length > 0) {
      this.#skipLineFeed = false;
      if (text.charCodeAt(0) === LF) start = 1;
    }
    for (let i = start; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code !== LF && code !== CR) continue;
      const line = this.#line + text.slice(start, i);
      this.#line = '';
      // CR ends a line at once, so that a block ended by CR CR is not held back until the next chunk.
      if (code === CR) {
        if (i + 1 === text.length) this.#skipLineFeed = true;
        else if (text.charCodeAt(i + 1) === LF) i++;
      }
      start = i + 1;
      this.#readLine(line);
    }
    this.#line += text.slice(start);
  }

  #readLine(line: string): void {
    if (line === '') {
      this.#endBlock();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) {
      this.#items.push({ kind: 'comment' });
      return;
    }
    const field = colon < 0 ? line : line.slice(0, colon);
    // One space after the colon is decoration, any more belong to the value.
    const from = line.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1;
    this.#readField(field, colon < 0 ? '' : line.slice(from));
  }

  #readField(field: string, value: string): void {
    switch (field) {
      case 'event':
        this.#event = value;
        break;
      case 'data':
        this.#data.push(value);
        break;
      case 'id':
        if (!value.includes('\0')) this.#pendingId = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) this.#items.push({ kind: 'retry', milliseconds: Number(value) });
        break;
      // The standard ignores any other field.
    }
  }

  #endBlock(): void {
    const moved = this.#pendingId !== undefined;
    if (this.#pendingId !== undefined) this.#lastId = this.#pendingId;
    // No data line is not an event; one empty data line is.
    if (this.#data.length > 0) {
      this.#items.push({
        kind: 'event',
        event: this.#event === '' ? 'message' : this.#event,
        data: this.#data.join('\n'),
        id: this.#lastId,
        hasOwnId: moved,
      });
    } else if (moved) {
      this.#items.push({ kind: 'position', id: this.#lastId });
    }
    this.#event = '';
    this.#data = [];
    this.#pendingId = undefined;
  }
}
