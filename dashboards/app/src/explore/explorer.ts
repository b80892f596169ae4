import { type ConnectionStatus, type FeedEvent, listTopics, openFeed } from '@livefeed/client';
import { visible } from '../format/visible.ts';
import { element } from '../page/element.ts';
import { isSpaceForPage } from '../page/keys.ts';
import { LastValues } from './last-values.ts';
import { Selection, type SelectionContext } from './selection.ts';
import { isOwn, TopicTree } from './topic-tree.ts';
import { TreeView } from './tree-view.ts';
import { welcome } from './welcome.ts';

/** The page of all topics: it follows everything on one stream, and shows the topic that the address names. */
export class Explorer {
  readonly element: HTMLElement;
  private readonly topics = new TopicTree();
  private readonly tree: TreeView;
  private readonly detail = element('div', { class: 'detail' });
  private readonly client = openFeed({ topics: ['**'] });
  private selection: Selection | undefined;

  constructor(
    private readonly context: SelectionContext,
    private readonly onStatus: (status: ConnectionStatus) => void,
  ) {
    const lastValues = new LastValues(() => this.tree.touch());
    this.tree = new TreeView(this.topics, context.scheduler, {
      onChoose: (pattern) => this.choose(pattern),
      onSeen: (node) => lastValues.want(node),
    });
    this.element = element('main', { class: 'explorer', id: 'content' }, this.tree.element, this.detail);
    addEventListener('popstate', () => this.showAddress());
    addEventListener('keydown', (event) => this.onKey(event));
  }

  start(): void {
    this.client.listen({
      status: (status) => {
        this.onStatus(status);
        if (status.state === 'live') void this.listRetained();
      },
      gap: (gap) => this.selection?.acceptGap(gap),
      events: (events) => this.take(events),
    });
    this.client.start();
  }

  retryNow(): void {
    this.client.retryNow();
  }

  private take(events: readonly FeedEvent[]): void {
    const arrived = performance.now();
    for (const event of events) {
      this.context.clock.observe(event.time);
      this.topics.note(event, arrived);
      this.selection?.accept(event, arrived);
    }
    this.tree.touch();
    // Whoever opened the page to see something is shown the first thing there is.
    if (this.selection !== undefined || addressTopic() !== null) return;
    const first = events.find(({ topic }) => topic !== '' && !isOwn(topic));
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
    this.selection = new Selection(topic, this.context, this.topics.lastTimeOf(topic));
    this.detail.replaceChildren(this.selection.element);
    this.tree.choose(topic);
    document.title = `${visible(topic)} · LiveFeed`;
    const path = `/explore?topic=${encodeURIComponent(topic).replaceAll('%2F', '/')}`;
    if (address === 'push') history.pushState(null, '', path);
    else if (address === 'replace') history.replaceState(null, '', path);
  }

  /** The space bar pauses, except where it means something else. */
  private onKey(event: KeyboardEvent): void {
    if (this.selection === undefined || !isSpaceForPage(event)) return;
    event.preventDefault();
    if (!event.repeat) this.selection.inspector.togglePause();
  }
}

function addressTopic(): string | null {
  return new URLSearchParams(location.search).get('topic') || null;
}
