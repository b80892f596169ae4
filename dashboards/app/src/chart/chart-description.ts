/** Milliseconds between two texts: a screen reader could not finish a name that changes with each value. */
const every = 5_000;

/**
 * The accessible description of a drawn chart: an image with a name that says what it shows, and its keys. The keyboard
 * reaches it.
 */
export class ChartDescription {
  private writtenAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly chart: HTMLElement,
    private readonly title: string,
  ) {
    chart.setAttribute('role', 'img');
    chart.setAttribute('aria-label', title);
    chart.setAttribute('aria-keyshortcuts', 'Plus - ArrowLeft ArrowRight');
    chart.tabIndex = 0;
  }

  /** `make` is only called when the text is due. */
  set(make: () => string): void {
    // By the reader's clock: the page's time may stand still or go back.
    const now = performance.now();
    if (now - this.writtenAt < every) return;
    this.writtenAt = now;
    this.chart.setAttribute('aria-label', `${this.title}: ${make()}`);
  }
}

/** Joins texts, up to as many as one listens to. */
export function enumerate(parts: readonly string[], most = 6): string {
  return parts.length <= most ? parts.join('; ') : `${parts.slice(0, most).join('; ')}; and ${parts.length - most} more`;
}
