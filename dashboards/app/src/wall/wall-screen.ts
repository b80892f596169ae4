import type { WallMessage } from './wall-message.ts';

/** Where a wall is drawn: by a worker, or, in a browser that cannot, by the page itself. */
export class WallScreen {
  readonly canvas = document.createElement('canvas');
  private readonly worker: Worker | undefined;
  private paint: ((message: WallMessage) => void) | undefined;
  /** What was said before there was someone to paint. */
  private readonly waiting: WallMessage[] = [];

  /** The window is in milliseconds. */
  constructor(window: number) {
    if (typeof this.canvas.transferControlToOffscreen === 'function' && typeof Worker === 'function') {
      this.worker = new Worker(new URL('./wall-worker.ts', import.meta.url), { type: 'module' });
      const canvas = this.canvas.transferControlToOffscreen();
      this.worker.postMessage({ kind: 'canvas', canvas, window } satisfies WallMessage, [canvas]);
    } else {
      void this.paintHere(window);
    }
  }

  send(message: WallMessage): void {
    if (this.worker !== undefined) this.worker.postMessage(message, message.kind === 'points' ? [message.points.buffer] : []);
    else if (this.paint !== undefined) this.paint(message);
    else this.waiting.push(message);
  }

  close(): void {
    this.worker?.terminate();
  }

  private async paintHere(window: number): Promise<void> {
    const { WallPainter } = await import('./wall-painter.ts');
    const painter = new WallPainter();
    painter.take({ kind: 'canvas', canvas: this.canvas, window });
    this.paint = (message) => painter.take(message);
    for (const message of this.waiting.splice(0)) painter.take(message);
  }
}
