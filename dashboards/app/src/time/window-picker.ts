import { onNavigation, pageQuery, pushParameters } from '../address/page-address.ts';
import { askedWindow, windowParameters, windows } from '../address/window.ts';
import { element } from '../dom/element.ts';
import { spanText } from '../format/time.ts';

/** A choice of how far charts look back. It is in the address, so that links keep it. */
export class WindowPicker {
  readonly element: HTMLSelectElement;
  private board = 0;

  constructor(
    private readonly onChange: () => void,
    closed: AbortSignal,
  ) {
    this.element = element('select', { class: 'window-picker', 'aria-label': 'How far charts look back' });
    this.element.addEventListener('change', () => this.choose(Number(this.element.value)));
    onNavigation(() => this.onChange(), closed);
  }

  /** The window to show: the address's, or else the board's. */
  windowOf(board: number): number {
    const window = askedWindow(pageQuery()) ?? board;
    this.board = board;
    const choices = [...new Set([...windows, board, window])].sort((a, b) => a - b);
    const isSame =
      choices.length === this.element.options.length &&
      choices.every((one, i) => this.element.options[i]?.value === String(one));
    // An open list is not changed without need.
    if (!isSame) {
      this.element.replaceChildren(
        ...choices.map((one) =>
          element(
            'option',
            { value: String(one) },
            `last ${one < 100_000 && one % 60_000 === 0 ? '1\u00a0min' : spanText(one)}`,
          ),
        ),
      );
    }
    if (this.element.value !== String(window)) this.element.value = String(window);
    return window;
  }

  private choose(window: number): void {
    pushParameters(windowParameters(window === this.board ? undefined : window));
    this.onChange();
  }
}
