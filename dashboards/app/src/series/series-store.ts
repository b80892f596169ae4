import { Series } from './series.ts';

/** Points a second of window that a series keeps: more than a chart has pixels for at the usual five minutes. */
const pointsPerSecond = 8;
/** Few enough that a short window costs nothing, many enough that a slow series has a line. */
const fewestPoints = 512;
/** 128 KiB a series: a chart has no more pixels across. */
const mostPoints = 8_192;

/** Milliseconds that a chart shows at least: over a few seconds a line is only noise. */
const shortestWindow = 60_000;

/** All series of the page: tiles that show the same value of the same topic share one. */
export class SeriesStore {
  private readonly byKey = new Map<string, Series>();
  private readonly capacity: number;
  private readonly step: number;

  /** The time of the oldest value that any series was given. */
  private earliest = Number.POSITIVE_INFINITY;

  /** The window is in milliseconds. */
  constructor(private readonly window: number) {
    this.capacity = Math.min(mostPoints, Math.max(fewestPoints, Math.ceil((window / 1_000) * pointsPerSecond)));
    // A little under the window's even share, so that a series at exactly that rate is not thinned by jitter.
    this.step = (window / this.capacity) * 0.9;
  }

  /** Values have come from this time on. */
  noteTime(time: number): void {
    this.earliest = Math.min(this.earliest, time);
  }

  /**
   * Where charts begin: a window ago, or where the data begins if that is later, so that a service which has just started does
   * not show charts that are mostly empty. It is the same for all tiles, or times would not stand under each other.
   */
  windowStart(now: number): number {
    return Math.max(now - this.window, Math.min(this.earliest, now - Math.min(this.window, shortestWindow)));
  }

  /** The series there are of the value at this path. */
  known(path: string | undefined): Series[] {
    return [...this.byKey].filter(([key, { topic }]) => key === keyOf(topic, path)).map(([, series]) => series);
  }

  /** Lets go of the series that nobody shows any more. */
  keepOnly(isWanted: (topic: string) => boolean): void {
    for (const [key, { topic }] of this.byKey) if (!isWanted(topic)) this.byKey.delete(key);
  }

  series(topic: string, path: string | undefined): Series {
    const key = keyOf(topic, path);
    let series = this.byKey.get(key);
    if (series === undefined) {
      series = new Series(topic, this.capacity, this.step);
      this.byKey.set(key, series);
    }
    return series;
  }
}

function keyOf(topic: string, path: string | undefined): string {
  return JSON.stringify([topic, path]);
}
