/** A WebSocket that the test answers for. */
export class FakeSocket extends EventTarget {
  static all: FakeSocket[] = [];
  readonly sent: Record<string, unknown>[] = [];
  closedWith: number | undefined;

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    super();
    FakeSocket.all.push(this);
  }

  static get last(): FakeSocket {
    return FakeSocket.all.at(-1)!;
  }

  /** As the option wants it. */
  static get asOption(): typeof WebSocket {
    return FakeSocket as unknown as typeof WebSocket;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(code: number): void {
    this.closedWith ??= code;
  }

  open(): void {
    this.dispatchEvent(new Event('open'));
  }

  tell(message: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  tellText(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  connect(position = 'e1-1', heartbeat = 15_000): void {
    this.open();
    this.tell({ type: 'connected', clientId: 'c-1', memberId: 'm-1', position, resumed: false, heartbeat });
  }

  end(code: number, reason = ''): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }

  /** Answers the newest request of this type. */
  answer(type: string, answer: object): void {
    const id = this.sent.findLast((message) => message['type'] === type)?.['id'];
    this.tell({ ...answer, id });
  }
}
