import type { FeedEvent } from '@livefeed/client/engine';
import { element } from '../dom/element.ts';
import type { EventSink } from '../feed/event-router.ts';
import { eventTime } from '../format/time.ts';
import { visible } from '../format/visible.ts';
import { byTopic } from '../series/series-label.ts';
import { Figure } from '../tiles/figure.ts';
import type { Tile, TileContext } from '../tiles/tile.ts';
import { TileFrame } from '../tiles/tile-frame.ts';
import { shapeOf } from './shape.ts';

interface Change {
  readonly state: string;
  /** The time of the first event with this state. */
  readonly since: number;
}

/** Max changes of one topic, and max topics of a pattern. */
const maxChanges = 20;
const maxTopics = 100;

/** States: the present state of a topic and its changes. Of several topics the present state of each. */
export class StatesTile implements Tile, EventSink {
  readonly element: HTMLElement;
  private readonly figure = new Figure();
  private readonly list = element('ol', { class: 'states', tabindex: '0' });
  /** By topic, the newest first. */
  private readonly changes = new Map<string, Change[]>();

  constructor(
    title: string,
    private readonly context: TileContext,
  ) {
    const frame = new TileFrame('states', title);
    this.list.setAttribute('aria-label', `Changes of ${title}`);
    frame.body.append(this.figure.element, this.list);
    this.element = frame.element;
    context.router.add(this);
  }

  wants(): boolean {
    return true;
  }

  accept({ topic, time, data }: FeedEvent): void {
    const shape = shapeOf(data);
    if (shape.kind !== 'state') return;
    let changes = this.changes.get(topic);
    if (changes === undefined) {
      if (this.changes.size >= maxTopics) return;
      changes = [];
      this.changes.set(topic, changes);
    }
    if (changes[0]?.state !== shape.state) {
      changes.unshift({ state: shape.state, since: time });
      changes.length = Math.min(changes.length, maxChanges);
    }
    this.context.scheduler.invalidate(this);
  }

  draw(now: number): void {
    const topics = [...this.changes].sort(([a], [b]) => byTopic(a, b));
    const single = topics.length === 1 ? topics[0] : undefined;
    this.figure.element.hidden = single === undefined;
    if (single === undefined) {
      this.show(topics.flatMap(([topic, [change]]) => (change === undefined ? [] : [row(change, now, topic)])));
      return;
    }
    const [present, ...before] = single[1];
    if (present === undefined) return;
    this.figure.set({ number: oneLine(present.state), unit: '' }, { text: `since ${eventTime(present.since, now)}` });
    this.show(before.map((change) => row(change, now)));
  }

  private show(rows: HTMLElement[]): void {
    this.list.hidden = rows.length === 0;
    this.list.replaceChildren(...rows);
  }
}

function row({ state, since }: Change, now: number, topic?: string): HTMLElement {
  return element(
    'li',
    {},
    element('time', { datetime: new Date(since).toISOString() }, eventTime(since, now)),
    topic === undefined ? undefined : element('span', { class: 'event-topic' }, visible(topic)),
    element('span', {}, oneLine(state)),
  );
}

const oneLine = (text: string) => visible(text.replace(/\s+/g, ' '));
