import './bars.css';
import { element, setText } from '../../dom/element.ts';
import { formatText } from '../../format/units.ts';
import type { Latest } from '../../series/latest.ts';
import { LatestGroup } from '../../series/latest-group.ts';
import { readValue } from '../../series/read-value.ts';
import type { BarsTileConfig } from '../generated/tile-config.ts';
import type { Level } from '../level.ts';
import { levelOf } from '../level.ts';
import { showAlarms } from '../show-alarms.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';
import { barSpan } from './bar-span.ts';

interface Bar {
  readonly label: string;
  readonly value: number;
  readonly latest: Latest;
}

/**
 * The largest values first, a bar each from zero, as long as its share of the largest or of the scale that the board gives.
 */
export class BarsTile implements Tile {
  readonly element: HTMLElement;
  readonly isLatestOnly = true;
  private readonly frame: TileFrame;
  private readonly list: HTMLElement;
  private readonly rows: BarRow[] = [];
  private readonly group: LatestGroup;

  constructor(
    private readonly config: BarsTileConfig,
    context: TileContext,
  ) {
    this.frame = new TileFrame('bars', config.title, config.description);
    this.list = element('ol', { class: 'bars', tabindex: '0', 'aria-label': `${config.title}, largest first` });
    this.frame.body.append(this.list);
    this.frame.offerData(() => ({
      columns: ['Name', 'Value'],
      rows: this.bars().map(({ label, value }) => [label, formatText(value, this.group.unit, config.decimals)]),
    }));
    this.element = this.frame.element;
    const isWanted = (data: unknown) => readValue(data, config.value) !== undefined;
    this.group = new LatestGroup(config, isWanted, () => context.scheduler.invalidate(this));
    context.router.add(this.group);
  }

  draw(now: number): void {
    const all = this.bars();
    const bars = all.slice(0, this.config.limit);
    const rows = bars.map(({ value, latest: { lastTime, interval } }) => ({
      lastTime,
      interval,
      level: levelOf(value, this.config.thresholds),
    }));
    const alarms = showAlarms(this.frame, this.group.isEmpty ? undefined : rows, this.config, now, this.group.unusable);
    if (alarms === undefined) return;
    setText(this.frame.note, all.length > bars.length ? `${bars.length} of ${all.length}` : '');
    const { unit } = this.group;
    const low = this.config.min ?? Math.min(0, all.at(-1)?.value ?? 0);
    const high = this.config.max ?? Math.max(unit === '%' ? 100 : low, bars[0]?.value ?? low);
    while (this.rows.length < bars.length) this.addRow();
    while (this.rows.length > bars.length) this.rows.pop()?.element.remove();
    bars.forEach(({ label, value }, i) => {
      const level = alarms.silences[i] === undefined ? rows[i]?.level : 'stale';
      this.rows[i]?.set(label, formatText(value, unit, this.config.decimals), barSpan(value, low, high), level);
    });
  }

  adopt(before: Tile): void {
    if (before instanceof BarsTile) this.group.adopt(before.group);
  }

  private bars(): Bar[] {
    const bars = this.group.rows.map(({ latest, label }) => ({
      label,
      latest,
      value: readValue(latest.data, this.config.value) ?? 0,
    }));
    return bars.sort((a, b) => b.value - a.value);
  }

  private addRow(): void {
    const row = new BarRow();
    this.rows.push(row);
    this.list.append(row.element);
  }
}

/** A rank. The bar that has it changes. */
class BarRow {
  private readonly label = element('span', { class: 'bar-label' });
  private readonly value = element('span', { class: 'bar-value' });
  private readonly fill = element('div', { class: 'bar-fill' });
  readonly element = element('li', {}, this.label, this.value, element('div', { class: 'bar-track' }, this.fill));

  set(label: string, value: string, { from, share }: ReturnType<typeof barSpan>, level: Level | 'stale' | undefined): void {
    setText(this.label, label);
    if (this.label.title !== label) this.label.title = label;
    setText(this.value, level === undefined ? value : `${value} · ${level}`);
    this.fill.style.transform = `translateX(${100 * from}%) scaleX(${share})`;
    this.element.classList.toggle('is-stale-row', level === 'stale');
    if (level === undefined || level === 'stale') delete this.element.dataset['level'];
    else this.element.dataset['level'] = level;
  }
}
