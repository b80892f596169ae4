import { element, setText } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';

const faultWords = 'This tile has a fault of its own';

const leftOutWords = 'Not followed: the topics of this page need more connections than a browser has';

/** Says over a tile why it fails, while the others go on. */
export class TileNotice {
  private readonly text = element('span');
  private readonly element = element('p', { class: 'tile-notice', role: 'status', hidden: '' }, icon('warning'), this.text);
  private told = '';

  constructor(private readonly tile: HTMLElement) {}

  /** The tile's own code failed. The console has the error, once as long as it stays the same. */
  fault(error: unknown): void {
    const text = `${faultWords}: ${error instanceof Error ? error.message : String(error)}`;
    if (text !== this.told) reportError(error);
    this.show(text);
  }

  /** The tile draws again. Notices of other problems stay. */
  drawn(): void {
    if (this.told.startsWith(faultWords)) this.element.hidden = true;
    this.told = '';
  }

  refused(reason: string): void {
    this.tile.classList.add('is-refused');
    this.show(`The service does not give this: ${reason}`);
  }

  /** Its topics are not followed, or are now. */
  leftOut(isLeftOut: boolean): void {
    if (isLeftOut) this.show(leftOutWords);
    else if (this.told === leftOutWords) this.element.hidden = true;
    this.tile.classList.toggle('is-refused', isLeftOut);
  }

  private show(text: string): void {
    this.told = text;
    this.tile.append(this.element);
    this.element.hidden = false;
    setText(this.text, text);
  }
}
