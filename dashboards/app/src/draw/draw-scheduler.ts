export interface Drawable {
  /** It shows only the latest data, of which there is no earlier state. It is not drawn while the page is paused. */
  readonly isLatestOnly?: boolean;
  /** `now` is the service's time. */
  draw(now: number): void;
  /**
   * Writes the texts beside what was drawn, once everything is: a canvas that is given a font has the page laid out first,
   * so that texts between the charts would cost a layout for each.
   */
  write?(): void;
}

/** Called with the error that a drawable threw, and with undefined once it draws again. */
export type FaultListener = (error: unknown) => void;

/** Milliseconds after which a drawable is drawn again without an event: time moves charts and ages data. */
const restlessAfter = 900;

/**
 * Draws what changed, at most once a display frame. A hidden page draws nothing; what changed meanwhile is drawn in the
 * first frame after it is shown.
 */
export class DrawScheduler {
  private readonly dirty = new Set<Drawable>();
  private readonly drawnAt = new Map<Drawable, number>();
  private readonly outOfSight = new Set<Drawable>();
  private readonly tellFault = new Map<Drawable, FaultListener>();
  private readonly faulty = new Set<Drawable>();
  private frame = 0;

  constructor(
    private readonly now: () => number,
    private readonly isLive: () => boolean = () => true,
  ) {
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.cancel();
      else this.drawAll();
    });
    setInterval(() => this.tick(), 1_000);
  }

  /** `onFault` reports its faults. Without it the scheduler reports them. */
  add(drawable: Drawable, onFault: FaultListener = (error) => error !== undefined && reportError(error)): void {
    this.tellFault.set(drawable, onFault);
    this.drawnAt.set(drawable, Number.NEGATIVE_INFINITY);
    this.invalidate(drawable);
  }

  remove(drawable: Drawable): void {
    this.drawnAt.delete(drawable);
    this.dirty.delete(drawable);
    this.outOfSight.delete(drawable);
    this.tellFault.delete(drawable);
    this.faulty.delete(drawable);
  }

  /** A drawable that is not added, or was removed, is not drawn. */
  invalidate(drawable: Drawable): void {
    if (!this.drawnAt.has(drawable)) return;
    this.dirty.add(drawable);
    if (!this.outOfSight.has(drawable)) this.request();
  }

  /** A drawable that is out of sight is not drawn. It is drawn when it comes into sight again, if it changed meanwhile. */
  setInSight(drawable: Drawable, isInSight: boolean): void {
    if (!isInSight) this.outOfSight.add(drawable);
    else if (this.outOfSight.delete(drawable)) this.invalidate(drawable);
  }

  drawAll(): void {
    for (const drawable of this.drawnAt.keys()) this.invalidate(drawable);
  }

  /** Draws everything now, also what is out of sight: the page is about to be printed. */
  drawNow(): void {
    this.cancel();
    this.outOfSight.clear();
    for (const drawable of this.drawnAt.keys()) this.dirty.add(drawable);
    this.drawDirty();
  }

  private tick(): void {
    if (document.hidden) return;
    const due = performance.now() - restlessAfter;
    for (const [drawable, drawnAt] of this.drawnAt) if (drawnAt < due) this.invalidate(drawable);
  }

  private request(): void {
    if (this.frame === 0 && !document.hidden) this.frame = requestAnimationFrame(() => this.drawDirty());
  }

  private cancel(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  private drawDirty(): void {
    this.frame = 0;
    const isLive = this.isLive();
    const due = [...this.dirty].filter(
      (drawable) => !this.outOfSight.has(drawable) && (isLive || drawable.isLatestOnly !== true),
    );
    for (const drawable of due) this.dirty.delete(drawable);
    const now = this.now();
    const failed = due.filter((drawable) => {
      this.drawnAt.set(drawable, performance.now());
      return !this.attempt(drawable, () => drawable.draw(now));
    });
    for (const drawable of due) {
      if (failed.includes(drawable)) continue;
      if (this.attempt(drawable, () => drawable.write?.()) && this.faulty.delete(drawable))
        this.tellFault.get(drawable)?.(undefined);
    }
  }

  /**
   * A fault of one drawable does not stop the others. It is reported, and tried again with the next data. Returns false when
   * it failed.
   */
  private attempt(drawable: Drawable, part: () => void): boolean {
    try {
      part();
      return true;
    } catch (error) {
      this.faulty.add(drawable);
      this.tellFault.get(drawable)?.(error);
      return false;
    }
  }
}
