import { element, setText } from '../../dom/element.ts';
import { spanText } from '../../format/time.ts';
import { visible } from '../../format/visible.ts';
import { rateText } from '../frames/inspector.ts';
import { shortValue } from './short-value.ts';
import type { TreeRow } from './topic-tree.ts';

export interface RowState {
  readonly index: number;
  readonly isChosen: boolean;
  readonly isActive: boolean;
  readonly isFiltered: boolean;
  /** The service's time, `performance.now()`, and for how long events are counted. */
  readonly now: number;
  readonly passed: number;
  readonly watchedFor: number;
}

export const rowPrefix = 'topic-row-';
export const rowId = (index: number) => rowPrefix + index;

/** One line of the tree. It is reused for rows that come into sight. */
export class TreeRowView {
  private readonly twisty = element('span', { class: 'tree-twisty', 'aria-hidden': 'true' });
  private readonly name = element('span', { class: 'tree-name' });
  private readonly value = element('span', { class: 'tree-value' });
  private readonly rate = element('span', { class: 'tree-rate' });
  private readonly age = element('span', { class: 'tree-age' });
  readonly element = element(
    'div',
    { class: 'tree-row', role: 'treeitem' },
    this.twisty,
    this.name,
    this.value,
    this.rate,
    this.age,
  );

  show({ node, level, place, of }: TreeRow, state: RowState): void {
    const hasChildren = node.children.length > 0;
    const isOpen = hasChildren && (state.isFiltered || !node.isFolded);
    this.set('id', rowId(state.index));
    this.set('aria-level', String(level));
    this.set('aria-posinset', String(place));
    this.set('aria-setsize', String(of));
    this.set('aria-expanded', hasChildren ? String(isOpen) : undefined);
    this.set('aria-selected', String(state.isChosen));
    this.element.classList.toggle('is-active', state.isActive);
    this.element.style.setProperty('--level', String(level));
    this.element.style.setProperty('--index', String(state.index));
    this.set('title', visible(node.topic));

    setText(this.name, node.name === '' ? '(empty)' : visible(node.name));
    const rate = node.rate.perSecond(state.passed, state.watchedFor);
    setText(this.value, node.isTopic ? shortValue(node.lastData) : `${node.topics} topic${node.topics === 1 ? '' : 's'}`);
    this.value.classList.toggle('is-count', !node.isTopic);
    setText(this.rate, rate === 0 ? '' : `${rateText(rate)}/s`);
    setText(this.age, Number.isFinite(node.lastTimeBelow) ? ageText(state.now - node.lastTimeBelow) : '');
  }

  private set(name: string, value: string | undefined): void {
    if (value === undefined) this.element.removeAttribute(name);
    else if (this.element.getAttribute(name) !== value) this.element.setAttribute(name, value);
  }
}

function ageText(age: number): string {
  return age < 1_500
    ? 'now'
    : age < 86_400_000
      ? spanText(age).replace(/ .*/, '')
      : `${Math.floor(age / 86_400_000)}\u00a0d`;
}
