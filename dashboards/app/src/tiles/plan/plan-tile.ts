import '../embed.css';
import './plan.css';
import { element } from '../../dom/element.ts';
import { valueText } from '../../format/value.ts';
import type { Latest } from '../../series/latest.ts';
import { LatestGroup, type LatestRow } from '../../series/latest-group.ts';
import { readScalar, readUnit } from '../../series/read-value.ts';
import { cellLevels } from '../cell-levels.ts';
import { explainPolicy } from '../embed-policy.ts';
import type { PlanShape } from '../generated/fields.ts';
import type { PlanTileConfig } from '../generated/tile-config.ts';
import { alarmOf } from '../level.ts';
import { showAlarms } from '../show-alarms.ts';
import { type State, stateOf } from '../state.ts';
import { StatusCell } from '../status-cell.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';

const namespace = 'http://www.w3.org/2000/svg';

/** Values at the places where they are measured: on an image, or on outlines from the board. */
export class PlanTile implements Tile {
  readonly element: HTMLElement;
  private readonly frame: TileFrame;
  private readonly list: HTMLElement;
  private readonly cells = new Map<Latest, StatusCell>();
  private readonly group: LatestGroup;
  private readonly stopExplaining: () => void;

  constructor(
    private readonly config: PlanTileConfig,
    context: TileContext,
  ) {
    this.frame = new TileFrame('plan', config.title, config.description);
    this.list = element('ul', { class: 'plan-values', 'aria-label': config.title });
    const plan = element('div', { class: 'plan' }, ...background(config), this.list);
    plan.style.setProperty('--aspect', String(config.aspect));
    this.frame.body.append(element('div', { class: 'plan-room' }, plan));
    this.frame.offerData(() => ({
      columns: ['Place', 'Value', 'State'],
      rows: this.placed().map(({ latest, label }) => [label, this.valueOf(latest), this.stateOf(latest).level ?? '']),
    }));
    this.element = this.frame.element;
    this.stopExplaining = config.url === undefined ? () => {} : explainPolicy(this.frame, config.url, 'img-src');
    const isWanted = (data: unknown) => readScalar(data, config.value) !== undefined;
    this.group = new LatestGroup(
      config,
      isWanted,
      () => context.scheduler.invalidate(this),
      (gone) => this.forget(gone),
    );
    context.router.add(this.group);
  }

  close(): void {
    this.stopExplaining();
  }

  draw(now: number): void {
    const rows = this.placed();
    const states = rows.map(({ latest }) => this.stateOf(latest));
    const values = rows.map(({ latest: { lastTime, interval } }, i) => ({
      lastTime,
      interval,
      level: alarmOf(states[i]?.level),
    }));
    const alarms = showAlarms(this.frame, this.group.isEmpty ? undefined : values, this.config, now, this.group.unusable);
    if (alarms === undefined) return;
    const levels = cellLevels(
      alarms,
      states.map(({ level }) => level),
    );
    rows.forEach(({ latest, label }, i) =>
      this.cellOf(latest).set(label, this.valueOf(latest), levels[i] ?? 'neutral', false),
    );
  }

  adopt(before: Tile): void {
    if (before instanceof PlanTile) this.group.adopt(before.group);
  }

  private forget(latest: Latest): void {
    this.cells.get(latest)?.element.remove();
    this.cells.delete(latest);
  }

  /** Rows without a place on the board are not shown. */
  private placed(): readonly LatestRow[] {
    return this.group.rows.filter(({ latest }) => this.placeOf(latest) !== undefined);
  }

  private placeOf({ key, topic }: Latest) {
    const name = key === '' ? topic : key;
    return Object.hasOwn(this.config.places, name) ? this.config.places[name] : undefined;
  }

  private cellOf(latest: Latest): StatusCell {
    const there = this.cells.get(latest);
    if (there !== undefined) return there;
    const cell = new StatusCell(latest.topic);
    const { x, y } = this.placeOf(latest) ?? { x: 0, y: 0 };
    cell.element.style.setProperty('--x', String(x));
    cell.element.style.setProperty('--y', String(y));
    this.cells.set(latest, cell);
    this.list.append(cell.element);
    return cell;
  }

  private stateOf(latest: Latest): State {
    const thresholds = this.placeOf(latest)?.thresholds ?? this.config.thresholds;
    return stateOf(readScalar(latest.data, this.config.value) ?? '', { ...this.config, thresholds });
  }

  private valueOf({ data }: Latest): string {
    const value = readScalar(data, this.config.value);
    const look = Object.hasOwn(this.config.states, String(value)) ? this.config.states[String(value)] : undefined;
    return look?.label ?? valueText(value, this.config.unit ?? readUnit(data) ?? '', this.config.decimals);
  }
}

/** The image, the outlines over it, and their names. */
function background({ url, alt, shapes }: PlanTileConfig): (Element | undefined)[] {
  const image = url === undefined ? undefined : element('img', { src: url, alt, referrerpolicy: 'no-referrer' });
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 100 100');
  // Percents of both directions, whatever the plan's aspect.
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(...shapes.map(outline));
  return [image, svg, ...shapes.map(shapeName)];
}

function outline({ points }: PlanShape): SVGElement {
  const shape = document.createElementNS(namespace, points.length > 2 ? 'polygon' : 'polyline');
  shape.setAttribute('points', points.map((point) => point.join(',')).join(' '));
  return shape;
}

/** In the upper left corner of the outline, where values seldom are. */
function shapeName({ label, points }: PlanShape): HTMLElement | undefined {
  if (label === undefined) return undefined;
  const name = element('span', { class: 'plan-name' }, label);
  name.style.setProperty('--x', String(Math.min(...points.map(([x]) => x))));
  name.style.setProperty('--y', String(Math.min(...points.map(([, y]) => y))));
  return name;
}
