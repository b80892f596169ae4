import { element, setText } from '../../dom/element.ts';
import type { Drawable, DrawScheduler } from '../../draw/draw-scheduler.ts';
import { formatNumber } from '../../format/number.ts';
import type { TopicNode } from './topic-node.ts';
import type { TopicTree, TreeRow } from './topic-tree.ts';
import { treeStep } from './tree-keys.ts';
import { rowId, rowPrefix, TreeRowView } from './tree-row.ts';

export interface TreeViewOutputs {
  onChoose(pattern: string): void;
  /** A row is in sight. */
  onSeen(node: TopicNode): void;
}

/** The height of a row as a multiple of the text size, as in the style sheet. */
const rowHeight = 1.75;
/** Milliseconds between draws for events: figures that change faster cannot be read. */
const pause = 100;

/** The tree of topics. Only the rows in sight are there. */
export class TreeView implements Drawable {
  readonly element: HTMLElement;
  private readonly tree: HTMLElement;
  private readonly space = element('div', { class: 'tree-space', role: 'presentation' });
  private readonly count = element('span', { class: 'tile-note' });
  private readonly filterField = element('input', {
    type: 'search',
    placeholder: 'Filter topics',
    'aria-label': 'Filter topics',
    spellcheck: 'false',
  });
  private readonly views: TreeRowView[] = [];
  private readonly since = performance.now();
  private rows: TreeRow[] = [];
  private rowsFrom = '';
  private active: TopicNode | undefined;
  private chosen: string | undefined;
  /** Whether the active row is to be brought into sight at the next draw, when the rows are known. */
  private isRevealing = false;
  private wait: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly topics: TopicTree,
    private readonly scheduler: DrawScheduler,
    private readonly out: TreeViewOutputs,
  ) {
    this.tree = element('div', { class: 'tree', role: 'tree', tabindex: '0', 'aria-label': 'Topics' }, this.space);
    const all = element('button', { type: 'button', title: 'Shows the events of all topics' }, 'All');
    all.addEventListener('click', () => out.onChoose('**'));
    this.filterField.addEventListener('input', () => {
      this.tree.scrollTop = 0;
      scheduler.invalidate(this);
    });
    this.tree.addEventListener('scroll', () => scheduler.invalidate(this), { passive: true });
    this.tree.addEventListener('keydown', (event) => this.onKey(event));
    this.tree.addEventListener('click', (event) => this.onClick(event));
    new ResizeObserver(() => scheduler.invalidate(this)).observe(this.tree);
    this.element = element(
      'section',
      { class: 'tile topics', 'aria-labelledby': 'topics-head' },
      element('header', { class: 'tile-head' }, element('h2', { id: 'topics-head' }, 'Topics'), this.count),
      element('div', { class: 'frame-tools' }, this.filterField, all),
      this.tree,
    );
    scheduler.add(this);
  }

  /** Draws soon, and once for several events. */
  touch(): void {
    this.wait ??= setTimeout(() => {
      this.wait = undefined;
      this.scheduler.invalidate(this);
    }, pause);
  }

  choose(pattern: string): void {
    this.chosen = pattern;
    const node = this.topics.node(pattern);
    if (node !== undefined && this.active !== node) {
      this.topics.reveal(node);
      this.active = node;
      this.isRevealing = true;
    }
    this.scheduler.invalidate(this);
  }

  draw(now: number): void {
    const passed = performance.now();
    this.update();
    if (this.isRevealing) this.reveal();
    const height = this.height;
    const first = Math.min(Math.floor(this.tree.scrollTop / height), Math.max(0, this.rows.length - 1));
    const inSight = this.rows.slice(first, first + Math.ceil(this.tree.clientHeight / height) + 1);
    while (this.views.length < inSight.length) this.addView();
    this.views.forEach((view, i) => {
      const row = inSight[i];
      view.element.hidden = row === undefined;
      if (row === undefined) return;
      const { node } = row;
      this.out.onSeen(node);
      view.show(row, {
        index: first + i,
        isChosen: node.pattern === this.chosen,
        isActive: node === this.active,
        isFiltered: this.filter !== '',
        now,
        passed,
        watchedFor: passed - this.since,
      });
    });
    const at = inSight.findIndex(({ node }) => node === this.active);
    if (at < 0) this.tree.removeAttribute('aria-activedescendant');
    else this.tree.setAttribute('aria-activedescendant', rowId(first + at));
  }

  private get filter(): string {
    return this.filterField.value.trim();
  }

  private get height(): number {
    return rowHeight * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  /** Lists the rows anew when topics came, were folded or filtered. */
  private update(): void {
    const from = `${this.topics.version} ${this.filter}`;
    if (from === this.rowsFrom) return;
    this.rowsFrom = from;
    this.rows = this.topics.rows(this.filter);
    this.space.style.height = `${this.rows.length * rowHeight}rem`;
    const { size, isFull } = this.topics;
    setText(this.count, isFull ? `the first ${formatNumber(size, 0)}` : formatNumber(size, 0));
  }

  private addView(): void {
    const view = new TreeRowView();
    this.views.push(view);
    this.space.append(view.element);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    this.update();
    const at = this.rows.findIndex(({ node }) => node === this.active);
    const page = Math.max(1, Math.floor(this.tree.clientHeight / this.height) - 1);
    const step = treeStep(event.key, this.rows, at, page, this.filter !== '');
    if (step === undefined) return;
    event.preventDefault();
    if (step.kind === 'go') this.go(step.to);
    else if (this.active !== undefined && step.kind === 'fold') this.topics.setFolded(this.active, step.isFolded);
    else if (this.active !== undefined) this.out.onChoose(this.active.pattern);
    this.scheduler.invalidate(this);
  }

  private go(index: number): void {
    this.active = this.rows[index]?.node ?? this.active;
    const top = index * this.height;
    const { scrollTop, clientHeight } = this.tree;
    if (top < scrollTop) this.tree.scrollTop = top;
    else if (top + this.height > scrollTop + clientHeight) this.tree.scrollTop = top + this.height - clientHeight;
  }

  /** Scrolls the active row to the middle. */
  private reveal(): void {
    this.isRevealing = false;
    const top = this.rows.findIndex(({ node }) => node === this.active) * this.height;
    const { scrollTop, clientHeight } = this.tree;
    if (top >= 0 && (top < scrollTop || top + this.height > scrollTop + clientHeight))
      this.tree.scrollTop = top - clientHeight / 2;
  }

  private onClick({ target }: MouseEvent): void {
    const element = (target as Element).closest('.tree-row');
    const row = this.rows[Number(element?.id.slice(rowPrefix.length))];
    if (element === null || row === undefined) return;
    this.active = row.node;
    const isTwisty = (target as Element).closest('.tree-twisty') !== null && row.node.children.length > 0;
    if (isTwisty && this.filter === '') this.topics.setFolded(row.node, !row.node.isFolded);
    else if (!isTwisty) this.out.onChoose(row.node.pattern);
    this.scheduler.invalidate(this);
  }
}
