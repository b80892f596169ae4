import { element, setText } from '../../dom/element.ts';

interface Entry {
  readonly element: HTMLElement;
  readonly swatch: HTMLElement;
  readonly label: HTMLElement;
  readonly value: HTMLElement;
}

/** A chart's series with their values: the current ones, or those under the cursor. */
export class Legend {
  readonly element = element('ul', { class: 'legend' });
  private readonly entries: Entry[] = [];
  /** Characters of the longest value so far. */
  private longest = 0;

  constructor() {
    // A legend that scrolls must be reachable by keyboard.
    new ResizeObserver(() => this.showScrollable()).observe(this.element);
  }

  setSeries(labels: readonly string[], colours: readonly string[]): void {
    if (this.entries.length < labels.length) {
      while (this.entries.length < labels.length) this.add();
      this.showScrollable();
    }
    labels.forEach((label, i) => {
      const entry = this.entries[i];
      if (entry === undefined) return;
      setText(entry.label, label);
      entry.swatch.style.color = colours[i % colours.length] ?? '';
      entry.swatch.dataset['round'] = String(Math.floor(i / colours.length));
    });
  }

  /** Stale values are marked. */
  setValues(values: readonly string[], isStale: readonly boolean[]): void {
    this.reserve(Math.max(0, ...values.map((value) => value.length)));
    this.entries.forEach((entry, i) => {
      setText(entry.value, values[i] ?? '–');
      const stale = isStale[i] === true;
      if (entry.element.classList.contains('is-stale-row') === stale) return;
      entry.element.classList.toggle('is-stale-row', stale);
      entry.value.title = stale ? 'no data any more' : '';
    });
  }

  /** Reserves the width of the longest value so far, so that entries do not move when values change. */
  private reserve(characters: number): void {
    if (characters <= this.longest) return;
    this.longest = characters;
    this.element.style.setProperty('--value-width', `${characters}ch`);
  }

  private showScrollable(): void {
    if (this.element.scrollHeight > this.element.clientHeight + 1) this.element.tabIndex = 0;
    else this.element.removeAttribute('tabindex');
  }

  private add(): void {
    const swatch = element('i', { class: 'swatch', 'aria-hidden': 'true' });
    const label = element('span', { class: 'legend-label' });
    const value = element('span', { class: 'legend-value' });
    const entry = element('li', {}, swatch, label, value);
    this.entries.push({ element: entry, swatch, label, value });
    this.element.append(entry);
  }
}
