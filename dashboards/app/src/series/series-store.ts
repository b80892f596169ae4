import type { SeriesColumns } from '@livefeed/client/queries';
import { chartBuckets, gapShare, isFine } from '../history/resolution.ts';
import { bucketPoints } from './bucket-points.ts';
import { Series } from './series.ts';

/**
 * Steps a second of window, of which a series keeps two points each: more than a chart has pixels for at the usual five
 * minutes.
 */
const stepsPerSecond = 8;
/** Enough that a minute shows every one of ten values a second. */
const minSteps = 1_024;
/** Max steps: 128 KiB a series. A chart has no more pixels across. */
const maxSteps = 4_096;

/** The least time that a chart shows, in milliseconds: over a few seconds a line is only noise. */
const minChartWindow = 60_000;

/** All series of the page: tiles that show the same value of the same topic share one. */
export class SeriesStore {
  private readonly byKey = new Map<string, Series>();
  private readonly capacity: number;
  private readonly step: number;

  /** The time of the oldest value that any series was given. */
  private earliest = Number.POSITIVE_INFINITY;

  /** Whether an earlier window is shown than the page's own. */
  private isPast = false;
  /** Whether series are paused. Only this store writes it. */
  isHeld = false;
  private readonly coarseness: number;

  /** The window is in milliseconds, and so is the service's time, as far as the page knows it. */
  constructor(
    readonly window: number,
    readonly now: () => number = Date.now,
  ) {
    const steps = Math.min(maxSteps, Math.max(minSteps, Math.ceil((window / 1_000) * stepsPerSecond)));
    this.capacity = 2 * steps;
    // A little under the window's even share, so that a series at exactly that rate is not thinned by jitter.
    this.step = (window / steps) * 0.9;
    this.coarseness = isFine(window) ? 0 : window / gapShare;
  }

  /** Values have come from this time on. */
  noteTime(time: number): void {
    this.earliest = Math.min(this.earliest, time);
  }

  /**
   * Where charts begin: a window ago, or where the data begins if that is later, so that a service which has just started
   * does not show charts that are mostly empty. It is the same for all tiles, or times would not stand under each other.
   */
  windowStart(now: number): number {
    if (this.isPast) return now - this.window;
    return Math.max(now - this.window, Math.min(this.earliest, now - Math.min(this.window, minChartWindow)));
  }

  /**
   * Whether what came last at one time is out of the window at another, so that its place may be taken. While paused nothing
   * is: it may be what is shown. A time that is ahead counts as the present.
   */
  isOver(lastTime: number, at: number): boolean {
    return !this.isHeld && lastTime < Math.min(at, this.now()) - this.window;
  }

  /** The series of the value at this path. */
  known(path: string | undefined): Series[] {
    return [...this.byKey].filter(([key, { topic }]) => key === keyOf(topic, path)).map(([, series]) => series);
  }

  /** The topics with series, by the path of their values. */
  topicsByPath(): Map<string | undefined, string[]> {
    const found = new Map<string | undefined, string[]>();
    for (const [key, { topic }] of this.byKey) {
      const path = (JSON.parse(key) as [string, string | null])[1] ?? undefined;
      found.set(path, [...(found.get(path) ?? []), topic]);
    }
    return found;
  }

  /** All series show the values at the pause. New values are kept, and shown after `release`. */
  hold(): void {
    this.isHeld = true;
    this.isPast = false;
    for (const series of this.byKey.values()) series.hold();
  }

  release(): void {
    this.isHeld = false;
    this.isPast = false;
    for (const series of this.byKey.values()) series.release();
  }

  /** Charts show the whole of an earlier window until `release`. */
  enterPast(): void {
    this.isPast = true;
  }

  /** A paused series shows these columns, or nothing without them. */
  showPast(topic: string, path: string | undefined, columns: SeriesColumns | undefined): void {
    this.enterPast();
    this.byKey
      .get(keyOf(topic, path))
      ?.showPast(columns === undefined ? [] : bucketPoints(columns, this.window / chartBuckets));
  }

  /** Drops the series that no tile shows any more. */
  keepOnly(isWanted: (topic: string) => boolean): void {
    for (const [key, { topic }] of this.byKey) if (!isWanted(topic)) this.byKey.delete(key);
  }

  /** A tile has no room for the series any more. It is dropped with the last one. */
  leave(series: Series, path: string | undefined): void {
    if (--series.users === 0) this.byKey.delete(keyOf(series.topic, path));
  }

  /** For one tile more. */
  series(topic: string, path: string | undefined): Series {
    const key = keyOf(topic, path);
    let series = this.byKey.get(key);
    if (series === undefined) {
      series = new Series(topic, this.capacity, this.step, this.coarseness);
      if (this.isHeld) series.hold();
      this.byKey.set(key, series);
    }
    series.users++;
    return series;
  }
}

function keyOf(topic: string, path: string | undefined): string {
  return JSON.stringify([topic, path]);
}
