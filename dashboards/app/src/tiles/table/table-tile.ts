import './table.css';
import { element, setText } from '../../dom/element.ts';
import { eventTime } from '../../format/time.ts';
import { valueText } from '../../format/value.ts';
import type { Latest } from '../../series/latest.ts';
import { LatestGroup, type LatestRow } from '../../series/latest-group.ts';
import { follow, readScalar, readUnit } from '../../series/read-value.ts';
import type { TableColumn } from '../generated/fields.ts';
import type { TableTileConfig } from '../generated/tile-config.ts';
import { levelOf } from '../level.ts';
import { showAlarms } from '../show-alarms.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';
import { TableRow } from './table-row.ts';
import { compareCells, nextSort, type TableSort } from './table-sort.ts';

/** A row a topic, or a key of it; columns by paths, and when it last came. */
export class TableTile implements Tile {
  readonly element: HTMLElement;
  readonly isLatestOnly = true;
  private readonly frame: TileFrame;
  private readonly body = element('tbody');
  private readonly heads: readonly HTMLElement[];
  private readonly columns: readonly TableColumn[];
  private readonly rows = new Map<Latest, TableRow>();
  private readonly group: LatestGroup;
  private sort: TableSort | undefined;

  constructor(
    private readonly config: TableTileConfig,
    private readonly context: TileContext,
  ) {
    this.columns = config.columns.length > 0 ? config.columns : [valueColumn(config)];
    this.frame = new TileFrame('table', config.title, config.description);
    this.heads = [config.key === undefined ? 'Topic' : 'Key', ...this.columns.map(({ title }) => title), 'Updated'].map(
      (title, i) => this.head(title, i),
    );
    const table = element(
      'table',
      { class: this.columns.length > 2 ? 'has-many-columns' : '', 'aria-label': config.title },
      element('thead', {}, element('tr', {}, ...this.heads)),
      this.body,
    );
    this.frame.body.append(
      element('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': config.title }, table),
    );
    this.element = this.frame.element;
    this.group = new LatestGroup(
      config,
      () => true,
      () => context.scheduler.invalidate(this),
    );
    context.router.add(this.group);
  }

  draw(now: number): void {
    const all = this.sorted();
    const shown = all.slice(0, this.config.limit);
    const rows = shown.map(({ latest }) => ({
      lastTime: latest.lastTime,
      interval: latest.interval,
      level: this.levelOf(latest),
    }));
    const alarms = showAlarms(this.frame, this.group.isEmpty ? undefined : rows, this.config, now);
    if (alarms === undefined) return;
    setText(this.frame.note, all.length > shown.length ? `${shown.length} of ${all.length}` : '');
    const kept = new Set(shown.map(({ latest }) => latest));
    for (const [latest, row] of this.rows) {
      if (kept.has(latest)) continue;
      row.element.remove();
      this.rows.delete(latest);
    }
    const isText = this.columns.map((column) => shown.some(({ latest }) => typeof read(latest.data, column) === 'string'));
    this.heads.forEach((head, i) => head.classList.toggle('is-text', isText[i - 1] === true));
    shown.forEach(({ latest, label }, i) => {
      const row = this.rowOf(latest);
      row.align(isText);
      row.set([label, ...this.cells(latest), eventTime(latest.time, now)], latest.topic);
      row.mark(alarms.silences[i], rows[i]?.level);
      if (this.body.children[i] !== row.element) this.body.insertBefore(row.element, this.body.children[i] ?? null);
    });
  }

  adopt(before: Tile): void {
    if (before instanceof TableTile) this.group.adopt(before.group);
  }

  private head(title: string, column: number): HTMLElement {
    const button = element('button', { type: 'button' }, title);
    const isValue = column > 0 && column <= this.columns.length;
    button.addEventListener('click', () => {
      this.sort = nextSort(this.sort, column);
      this.heads.forEach((head, i) => {
        if (i === column) head.setAttribute('aria-sort', this.sort?.isDescending === true ? 'descending' : 'ascending');
        else head.removeAttribute('aria-sort');
      });
      this.context.scheduler.invalidate(this);
    });
    return element('th', { scope: 'col', class: isValue ? 'is-value' : '' }, button);
  }

  private rowOf(latest: Latest): TableRow {
    const row = this.rows.get(latest) ?? new TableRow(this.columns.length);
    this.rows.set(latest, row);
    return row;
  }

  private sorted(): readonly LatestRow[] {
    const { sort } = this;
    if (sort === undefined) return this.group.rows;
    const cell = ({ latest, label }: LatestRow) => {
      if (sort.column === 0) return label;
      const column = this.columns[sort.column - 1];
      return column === undefined ? latest.time : read(latest.data, column);
    };
    return [...this.group.rows].sort((a, b) => compareCells(cell(a), cell(b), sort.isDescending));
  }

  private cells({ data }: Latest): string[] {
    const unit = readUnit(data);
    return this.columns.map((column) => valueText(read(data, column), column.unit ?? unit ?? '', column.decimals));
  }

  private levelOf({ data }: Latest) {
    const value = this.columns[0] === undefined ? undefined : read(data, this.columns[0]);
    return typeof value === 'number' ? levelOf(value, this.config.thresholds) : undefined;
  }
}

/** What a table shows that names no columns. */
function valueColumn({ value, unit, decimals }: TableTileConfig): TableColumn {
  return {
    path: value ?? '',
    title: 'Value',
    ...(unit === undefined ? {} : { unit }),
    ...(decimals === undefined ? {} : { decimals }),
  };
}

/** An empty path is the data itself, or its value. */
function read(data: unknown, { path }: TableColumn): unknown {
  return path === '' ? (readScalar(data) ?? data) : follow(data, path);
}
