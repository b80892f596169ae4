/** Milliseconds between two texts: a name that changes with each value would never be read to its end. */
const every = 5_000;

/**
 * Makes a drawn chart a picture with a name, which the keyboard reaches and which says what is seen; its keys are told with
 * it.
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
    // By the reader's time: the page's own may stand still or go back.
    const now = performance.now();
    if (now - this.writtenAt < every) return;
    this.writtenAt = now;
    this.chart.setAttribute('aria-label', `${this.title}: ${make()}`);
  }
}

/** Texts after one another, as many as one listens to. */
export function enumerate(parts: readonly string[], most = 6): string {
  return parts.length <= most ? parts.join('; ') : `${parts.slice(0, most).join('; ')}; and ${parts.length - most} more`;
}
