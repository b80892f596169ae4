import './status.css';
import { element, setText } from '../../dom/element.ts';
import { valueText } from '../../format/value.ts';
import type { Latest } from '../../series/latest.ts';
import { LatestGroup } from '../../series/latest-group.ts';
import { readScalar, readUnit } from '../../series/read-value.ts';
import { cellLevels, summary } from '../cell-levels.ts';
import type { StatusTileConfig } from '../generated/tile-config.ts';
import { alarmOf } from '../level.ts';
import { showAlarms } from '../show-alarms.ts';
import { stateOf } from '../state.ts';
import { StatusCell } from '../status-cell.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';

/** With this many cells or more each is one line. */
const denseFrom = 41;

/** A cell a topic, with a colour and a symbol. Cells keep their places, so that a familiar grid is read at a glance. */
export class StatusTile implements Tile {
  readonly element: HTMLElement;
  readonly isLatestOnly = true;
  private readonly frame: TileFrame;
  private readonly list: HTMLElement;
  private readonly cells = new WeakMap<Latest, StatusCell>();
  private readonly group: LatestGroup;

  constructor(
    private readonly config: StatusTileConfig,
    context: TileContext,
  ) {
    this.frame = new TileFrame('status', config.title, config.description);
    this.list = element('ul', { class: 'status', tabindex: '0', 'aria-label': config.title });
    this.frame.body.append(this.list);
    this.element = this.frame.element;
    const isWanted = (data: unknown) => readScalar(data, config.value) !== undefined;
    this.group = new LatestGroup(config, isWanted, () => context.scheduler.invalidate(this));
    context.router.add(this.group);
  }

  draw(now: number): void {
    const rows = this.group.rows.slice(0, this.config.limit);
    const states = rows.map(({ latest }) => stateOf(readScalar(latest.data, this.config.value) ?? '', this.config));
    const values = rows.map(({ latest: { lastTime, interval } }, i) => ({
      lastTime,
      interval,
      level: alarmOf(states[i]?.level),
    }));
    const alarms = showAlarms(this.frame, this.group.isEmpty ? undefined : values, this.config, now);
    if (alarms === undefined) return;
    this.list.classList.toggle('is-dense', rows.length >= denseFrom);
    const levels = cellLevels(
      alarms,
      states.map((state) => state.level),
    );
    rows.forEach(({ latest, label }, i) => {
      const cell = this.cellOf(latest);
      const state = states[i];
      const isNamed = state !== undefined && Object.hasOwn(this.config.states, state.name);
      cell.set(label, isNamed ? state.label : this.valueOf(latest), levels[i] ?? 'neutral', isNamed);
      if (this.list.children[i] !== cell.element) this.list.insertBefore(cell.element, this.list.children[i] ?? null);
    });
    while (this.list.children.length > rows.length) this.list.lastElementChild?.remove();
    setText(this.frame.note, summary(levels, this.group.rows.length));
  }

  adopt(before: Tile): void {
    if (before instanceof StatusTile) this.group.adopt(before.group);
  }

  private cellOf(latest: Latest): StatusCell {
    const cell = this.cells.get(latest) ?? new StatusCell(latest.topic);
    this.cells.set(latest, cell);
    return cell;
  }

  private valueOf({ data }: Latest): string {
    return valueText(readScalar(data, this.config.value), this.config.unit ?? readUnit(data) ?? '', this.config.decimals);
  }
}
