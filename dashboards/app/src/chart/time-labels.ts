import { timeLabels, timeTicks } from './time-axis.ts';

export interface TimeLabelPlace {
  readonly from: number;
  readonly to: number;
  /** In device pixels, as all here. */
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly textSize: number;
  readonly colour: string;
}

/** Writes the times under a chart that is drawn by hand, as uPlot's charts have them. */
export function drawTimeLabels(context: CanvasRenderingContext2D, place: TimeLabelPlace): void {
  const { from, to, left, right, bottom, textSize, colour } = place;
  const width = right - left;
  // A label is about five times as wide as the text is high; one that the edge would cut is left out.
  const half = ((textSize * 2.5) / width) * (to - from);
  const times = timeTicks(from + half, to - half, width / (textSize * 7));
  context.font = `${textSize}px ${getComputedStyle(document.body).fontFamily}`;
  context.fillStyle = colour;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  timeLabels(times).forEach((label, i) => {
    const time = times[i] ?? from;
    context.fillText(label, left + ((time - from) / (to - from)) * width, bottom);
  });
}
