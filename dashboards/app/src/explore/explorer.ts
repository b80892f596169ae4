import { type ConnectionStatus, type FeedEvent, type FeedSource, openFeed, withoutCovered } from '@livefeed/client/engine';
import { listTopics } from '@livefeed/client/queries';
import { goTo, onNavigation, pageQuery } from '../address/page-address.ts';
import { element } from '../dom/element.ts';
import { isSpaceForPage } from '../dom/keys.ts';
import { openLater } from '../dom/open-later.ts';
import { visible } from '../format/visible.ts';
import { allowedPatterns } from './allowed-patterns.ts';
import { nothingAllowed } from './nothing-allowed.ts';
import { Selection, type SelectionContext } from './selection.ts';
import { LastValues } from './tree/last-values.ts';
import { isSystemTopic, TopicTree } from './tree/topic-tree.ts';
import { TreeView } from './tree/tree-view.ts';
import { welcome } from './welcome.ts';

/** Max topics of one stream: the service's limit unless it was changed (`LiveFeed:Limits:TopicsPerClient`). */
const maxFollowed = 100;

/**
 * The page of all topics. It follows everything that the reader may follow by one stream, and shows the topic in the
 * address.
 */
export class Explorer {
  readonly element: HTMLElement;
  private readonly topics = new TopicTree();
  private readonly tree: TreeView;
  private readonly detail = element('div', { class: 'detail' });
  private readonly addButton = element('button', { type: 'button', class: 'add-button', hidden: '' }, 'Add to a board');
  /** The topics that the reader may follow, as far as is known. */
  private allowed: readonly string[] = ['**'];
  private client: FeedSource | undefined;
  private wasLive = false;
  private selection: Selection | undefined;

  constructor(
    private readonly context: Omit<SelectionContext, 'allowedPatterns'>,
    private readonly onStatus: (status: ConnectionStatus) => void,
  ) {
    const lastValues = new LastValues(() => this.tree.touch());
    this.tree = new TreeView(this.topics, context.scheduler, {
      onChoose: (pattern) => this.choose(pattern),
      onSeen: (node) => lastValues.want(node),
    });
    this.element = element('main', { class: 'explorer', id: 'content' }, this.tree.element, this.detail);
    this.addButton.addEventListener('click', () => void this.askWhereToAdd());
    onNavigation(() => this.showAddress());
    addEventListener('keydown', (event) => this.onKey(event));
  }

  start(): void {
    const client = openFeed({ topics: this.allowed });
    this.client = client;
    client.listen({
      status: (status) => this.take(status, client),
      gap: (gap) => this.selection?.acceptGap(gap),
      events: (events) => this.takeEvents(events),
    });
    client.start();
  }

  retryNow(): void {
    this.client?.retryNow();
  }

  /** Whether the reader may change boards. */
  setMayAdd(mayAdd: boolean): void {
    this.addButton.hidden = !mayAdd;
  }

  private take(status: ConnectionStatus, client: FeedSource): void {
    if (client !== this.client) return;
    if (status.state === 'closed' && status.refusal?.status === 403 && this.followAllowed(status.refusal.allowed ?? []))
      return;
    this.onStatus(status);
    const isLive = status.state === 'live';
    if (isLive && !this.wasLive) void this.listRetained();
    this.wasLive = isLive;
  }

  /** Follows the topics that the service allows. Returns false when there are none, or when they were refused just now. */
  private followAllowed(named: readonly string[]): boolean {
    const allowed = withoutCovered(named).slice(0, maxFollowed);
    if (allowed.length === 0) this.detail.replaceChildren(nothingAllowed());
    if (allowed.length === 0 || JSON.stringify(allowed) === JSON.stringify(this.allowed)) return false;
    this.allowed = allowed;
    this.start();
    return true;
  }

  private takeEvents(events: readonly FeedEvent[]): void {
    const arrived = performance.now();
    for (const event of events) {
      this.context.clock.observeEvent(event.time);
      this.topics.note(event, arrived);
      this.selection?.accept(event, arrived);
    }
    this.tree.touch();
    // Without a topic in the address the page shows the first topic with an event.
    if (this.selection !== undefined || addressTopic() !== null) return;
    const first = events.find(({ topic }) => topic !== '' && !isSystemTopic(topic));
    if (first !== undefined) this.show(first.topic, 'replace');
  }

  private async listRetained(): Promise<void> {
    try {
      for (const topic of await listTopics({ pattern: '**' })) this.topics.add(topic);
    } catch {
      // Topics still appear as events come.
    }
    this.tree.touch();
    if (this.selection !== undefined) return;
    if (addressTopic() !== null) this.showAddress();
    else if (this.topics.newest !== undefined) this.show(this.topics.newest.topic, 'replace');
    else this.detail.replaceChildren(welcome());
  }

  private choose(topic: string): void {
    if (topic !== this.selection?.topic) this.show(topic, 'push');
  }

  private showAddress(): void {
    const topic = addressTopic();
    if (topic !== null && topic !== this.selection?.topic) this.show(topic);
  }

  private show(topic: string, address?: 'push' | 'replace'): void {
    this.selection?.close();
    const context = { ...this.context, allowedPatterns: (pattern: string) => allowedPatterns(pattern, this.allowed) };
    this.selection = new Selection(topic, context, this.topics.lastTimeOf(topic));
    this.selection.head.append(this.addButton);
    this.detail.replaceChildren(this.selection.element);
    this.tree.choose(topic);
    document.title = `${visible(topic)} · LiveFeed`;
    const path = `/explore?topic=${encodeURIComponent(topic).replaceAll('%2F', '/')}`;
    if (address !== undefined) goTo(path, address);
  }

  /** The dialog is loaded on demand. */
  private askWhereToAdd(): Promise<void> {
    return openLater(async () => {
      const { askWhereToAdd } = await import('./add-to-board.ts');
      if (this.selection !== undefined) await askWhereToAdd(this.selection.topic, this.selection.offers);
    });
  }

  /** The space bar pauses, except where it means something else. */
  private onKey(event: KeyboardEvent): void {
    if (this.selection === undefined || !isSpaceForPage(event)) return;
    event.preventDefault();
    if (!event.repeat) this.selection.inspector.togglePause();
  }
}

function addressTopic(): string | null {
  return new URLSearchParams(pageQuery()).get('topic') || null;
}
