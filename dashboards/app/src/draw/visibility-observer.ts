import type { Drawable, DrawScheduler } from './draw-scheduler.ts';

/** Tells the scheduler which tiles are in sight. A tile more than a screen away is not drawn. */
export class VisibilityObserver {
  private readonly byElement = new Map<Element, Drawable>();
  private readonly observer: IntersectionObserver;

  constructor(scheduler: DrawScheduler) {
    this.observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const drawable = this.byElement.get(target);
          if (drawable !== undefined) scheduler.setInSight(drawable, isIntersecting);
        }
      },
      { rootMargin: '100%' },
    );
  }

  watch(drawable: Drawable, element: Element): void {
    this.byElement.set(element, drawable);
    this.observer.observe(element);
  }

  close(): void {
    this.observer.disconnect();
    this.byElement.clear();
  }

  leave(element: Element): void {
    this.byElement.delete(element);
    this.observer.unobserve(element);
  }
}
