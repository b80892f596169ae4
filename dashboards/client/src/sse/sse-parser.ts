/** The items of a stream of server-sent events, in order. */
export type SseItem =
  /** The id is its own: that of a block before is another event's. */
  | { readonly kind: 'event'; readonly event: string; readonly data: string; readonly id: string | undefined }
  /** A block without data still moves the position (the standard sets the last event id before it looks at data). */
  | { readonly kind: 'position'; readonly position: string }
  | { readonly kind: 'retry'; readonly milliseconds: number };

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
  #id: string | undefined;

  /** Takes the next bytes and returns what they completed. */
  push(bytes: Uint8Array): SseItem[] {
    this.#readText(this.#decoder.decode(bytes, { stream: true }));
    return this.#items.splice(0);
  }

  #readText(text: string): void {
    if (text === '') return;
    const lines = (this.#skipLineFeed ? text.replace(/^\n/, '') : text).split(/\r\n?|\n/);
    // CR ends a line at once, so that a block ended by CR CR is not held back until the next chunk.
    this.#skipLineFeed = text.endsWith('\r');
    lines[0] = this.#line + lines[0];
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#readLine(line);
  }

  #readLine(line: string): void {
    if (line === '') return this.#endBlock();
    const colon = line.indexOf(':');
    const end = colon < 0 ? line.length : colon;
    // One space after the colon is decoration, any more belong to the value.
    this.#readField(line.slice(0, end), line.slice(line[end + 1] === ' ' ? end + 2 : end + 1));
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
        if (!value.includes('\0')) this.#id = value;
        break;
      case 'retry':
        if (/^\d+$/.test(value)) this.#items.push({ kind: 'retry', milliseconds: Number(value) });
        break;
      // The standard ignores any other field, and a comment, which has an empty name.
    }
  }

  #endBlock(): void {
    const id = this.#id;
    // No data line is not an event; one empty data line is.
    if (this.#data.length > 0) {
      this.#items.push({ kind: 'event', event: this.#event || 'message', data: this.#data.join('\n'), id });
    } else if (id !== undefined) this.#items.push({ kind: 'position', position: id });
    this.#event = '';
    this.#data = [];
    this.#id = undefined;
  }
}
