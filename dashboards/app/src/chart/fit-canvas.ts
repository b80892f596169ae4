export interface CanvasSize {
  /** In device pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels a pixel of the page. */
  readonly ratio: number;
}

/** Gives the canvas one pixel a device pixel; nothing while it is not laid out. */
export function fitCanvas(canvas: HTMLCanvasElement): CanvasSize | undefined {
  const ratio = devicePixelRatio;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (width === 0 || height === 0) return undefined;
  // Assigning clears the canvas and costs an allocation even when nothing changes.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  return { width, height, ratio };
}
