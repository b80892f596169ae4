import type { ConnectOptions, Feed, LiveEvent, Problem, Status } from '../api.ts';
import { connect } from '../connect.ts';
import { FeedView } from './feed-view.ts';
import { statusText } from './status-text.ts';

/** Where there are no elements, as on a server, the module still loads. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

const ofConnection = ['url', 'topics', 'transport', 'last', 'event'];
const ofView = ['show', 'max', 'value', 'label', 'announce'];

/** More rows are too many to draw for each event, and nobody reads them. */
const maxList = 1_000;

/** `livefeed-event`, `livefeed-status`, `livefeed-gap` and `livefeed-problem`, each with what it is about as `detail`. */
export interface LiveFeedElementEvents {
  'livefeed-event': CustomEvent<LiveEvent>;
  'livefeed-status': CustomEvent<Status>;
  'livefeed-gap': CustomEvent<{ readonly after: string; readonly before: string; readonly reason: string }>;
  'livefeed-problem': CustomEvent<Problem>;
}

/**
 * `<live-feed topics="orders/eu" value="total" label="Last order"></live-feed>`: the latest event of some topics, or with
 * `show="list"` the last ones.
 */
export class LiveFeedElement extends Base {
  static readonly observedAttributes = [...ofConnection, ...ofView];

  private view: FeedView | undefined;
  private open: Feed | undefined;
  private isDue = false;
  private tokenOf: ConnectOptions['token'];

  /** While the element is in a page. */
  get feed(): Feed | undefined {
    return this.open;
  }

  /** Gives the token; `connect` says when. */
  get token(): ConnectOptions['token'] {
    return this.tokenOf;
  }

  set token(token: ConnectOptions['token']) {
    this.tokenOf = token;
    this.restart();
  }

  connectedCallback(): void {
    this.view ??= new FeedView(this.shadowRoot ?? this.attachShadow({ mode: 'open' }));
    this.takeEarly();
    this.show();
    if (this.open === undefined) this.restart();
  }

  /** An element that is only moved leaves and comes back in one task. */
  disconnectedCallback(): void {
    queueMicrotask(() => !this.isConnected && this.end());
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || this.view === undefined) return;
    if (ofView.includes(name)) this.show();
    else this.restart();
  }

  /** What a script set before the element was defined hides the property. */
  private takeEarly(): void {
    if (!Object.hasOwn(this, 'token')) return;
    const { token } = this;
    Reflect.deleteProperty(this, 'token');
    this.token = token;
  }

  private show(): void {
    this.view?.set({
      isList: this.getAttribute('show') === 'list',
      max: Math.min(maxList, wholeNumber(this.getAttribute('max'), 20)),
      path: this.getAttribute('value'),
      label: this.getAttribute('label'),
      isAnnounced: this.hasAttribute('announce'),
    });
  }

  /** Once for all attributes that change in one task. */
  private restart(): void {
    if (this.isDue || !this.isConnected) return;
    this.isDue = true;
    queueMicrotask(() => {
      this.isDue = false;
      if (!this.isConnected) return;
      this.end();
      this.begin();
    });
  }

  private begin(): void {
    const feed = connect(this.options());
    this.open = feed;
    this.view?.clear();
    const name = this.getAttribute('event') ?? '*';
    feed.on(name, (event) => {
      this.view?.add(event);
      this.tell('livefeed-event', event);
    });
    feed.onGap((gap) => this.tell('livefeed-gap', gap));
    feed.onStatus((status) => {
      this.view?.say(statusText(status));
      this.tell('livefeed-status', status);
    });
  }

  private end(): void {
    const { open } = this;
    this.open = undefined;
    open?.close();
  }

  private options(): ConnectOptions {
    const [url, transport] = [this.getAttribute('url'), this.getAttribute('transport')];
    return {
      ...(url !== null && { url }),
      ...(isTransport(transport) && { transport }),
      ...(this.tokenOf && { token: this.tokenOf }),
      topics: (this.getAttribute('topics') ?? '').split(/\s+/).filter((topic) => topic !== ''),
      last: wholeNumber(this.getAttribute('last'), 1),
      onProblem: (problem) => this.tell('livefeed-problem', problem),
    };
  }

  private tell(name: keyof LiveFeedElementEvents, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

const transports: readonly (string | null)[] = ['auto', 'websocket', 'sse', 'polling'];

/** Another word is as good as none: `auto`. */
const isTransport = (text: string | null): text is NonNullable<ConnectOptions['transport']> => transports.includes(text);

function wholeNumber(text: string | null, usual: number): number {
  const number = Number(text ?? '');
  return text !== null && Number.isInteger(number) && number >= 0 ? number : usual;
}
