import type { PainterMessage } from './painter-message.ts';

/** Where a grid is drawn: by a worker, or, in a browser that cannot, by the page itself. */
export class PainterHost {
  readonly canvas = document.createElement('canvas');
  private readonly worker: Worker | undefined;
  private paint: ((message: PainterMessage) => void) | undefined;
  /** Messages from before the painter was loaded. */
  private readonly waiting: PainterMessage[] = [];

  /** The window is in milliseconds. */
  constructor(window: number) {
    if (typeof this.canvas.transferControlToOffscreen === 'function' && typeof Worker === 'function') {
      this.worker = new Worker(new URL('./painter-worker.ts', import.meta.url), { type: 'module' });
      const canvas = this.canvas.transferControlToOffscreen();
      this.worker.postMessage({ kind: 'canvas', canvas, window } satisfies PainterMessage, [canvas]);
    } else {
      void this.paintHere(window);
    }
  }

  send(message: PainterMessage): void {
    if (this.worker !== undefined)
      this.worker.postMessage(message, message.kind === 'points' ? [message.points.buffer] : []);
    else if (this.paint !== undefined) this.paint(message);
    else this.waiting.push(message);
  }

  close(): void {
    this.worker?.terminate();
  }

  private async paintHere(window: number): Promise<void> {
    const { GridPainter } = await import('./grid-painter.ts');
    const painter = new GridPainter();
    painter.take({ kind: 'canvas', canvas: this.canvas, window });
    this.paint = (message) => painter.take(message);
    for (const message of this.waiting.splice(0)) painter.take(message);
  }
}
