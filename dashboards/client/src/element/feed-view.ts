import type { LiveEvent } from '../api.ts';
import { eventText } from './event-text.ts';

export interface ViewSettings {
  readonly isList: boolean;
  /** Of a list, at most. */
  readonly max: number;
  readonly path: string | null;
  readonly label: string | null;
  /** A screen reader says what comes. */
  readonly isAnnounced: boolean;
}

const css = `
:host { display: block; }
:host([hidden]) { display: none; }
[part=label] { font-weight: 600; }
[part=label]:empty, [part=status]:empty { display: none; }
[part=list] { list-style: none; margin: 0; padding: 0; }
[part=value] { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; white-space: pre-wrap; }
[part=time] { opacity: 0.7; font-size: 0.85em; margin-inline-end: 0.5em; }
[part=status] { font-size: 0.85em; font-style: italic; }
`;

/** What the element shows; one draw a frame, however many events there are. Producers' texts are only ever text. */
export class FeedView {
  private readonly group = element('div', 'feed');
  private readonly label = element('div', 'label');
  private readonly content = element('div', 'content');
  private readonly status = element('div', 'status');
  private settings: ViewSettings = { isList: false, max: 20, path: null, label: null, isAnnounced: false };
  private events: LiveEvent[] = [];
  private frame: number | undefined;

  constructor(root: ShadowRoot) {
    this.group.setAttribute('role', 'group');
    this.status.setAttribute('role', 'status');
    this.group.append(this.label, this.content, this.status);
    root.append(this.group);
    // Not as an element: a content security policy may forbid styles in the page.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  }

  set(settings: ViewSettings): void {
    this.settings = settings;
    this.draw();
  }

  add(event: LiveEvent): void {
    this.events.push(event);
    this.trim();
    this.draw();
  }

  say(status: string): void {
    if (this.status.textContent !== status) this.status.textContent = status;
  }

  clear(): void {
    this.events = [];
    this.draw();
  }

  private trim(): void {
    const { isList, max } = this.settings;
    const extra = this.events.length - (isList ? max : 1);
    if (extra > 0) this.events.splice(0, extra);
  }

  private draw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.trim();
      this.drawNow();
    });
  }

  private drawNow(): void {
    const { isList, label, isAnnounced } = this.settings;
    this.label.textContent = label ?? '';
    if (label === null) this.group.removeAttribute('aria-label');
    else this.group.setAttribute('aria-label', label);
    this.content.setAttribute('aria-live', isAnnounced ? 'polite' : 'off');
    if (isList) this.content.replaceChildren(this.list());
    else this.content.replaceChildren(...this.events.slice(-1).map((event) => this.value(event)));
  }

  /** Newest first. */
  private list(): HTMLElement {
    const list = element('ol', 'list');
    for (const event of [...this.events].reverse()) {
      const item = element('li', 'item');
      const time = element('time', 'time') as HTMLTimeElement;
      const date = new Date(event.time);
      time.dateTime = date.toISOString();
      time.textContent = date.toLocaleTimeString();
      item.append(time, this.value(event));
      list.append(item);
    }
    return list;
  }

  private value(event: LiveEvent): HTMLElement {
    const value = element('span', 'value');
    value.textContent = eventText(event, this.settings.path);
    value.title = event.topic;
    return value;
  }
}

function element(name: string, part: string): HTMLElement {
  const made = document.createElement(name);
  made.setAttribute('part', part);
  return made;
}
