import './sparklines.css';
import type { DataTable } from '../../dom/data-dialog.ts';
import { element, setText } from '../../dom/element.ts';
import { spanText } from '../../format/time.ts';
import { visible } from '../../format/visible.ts';
import type { Latest } from '../../series/latest.ts';
import { LatestGroup, type LatestRow } from '../../series/latest-group.ts';
import { readValue } from '../../series/read-value.ts';
import { cellLevels, summary } from '../cell-levels.ts';
import type { SparklinesTileConfig } from '../generated/tile-config.ts';
import { levelOf } from '../level.ts';
import { showAlarms } from '../show-alarms.ts';
import type { Tile, TileContext } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';
import { cellTitle, cellUnit, cellValue } from './cell-texts.ts';
import { type GridLayout, layOutGrid, placeAt } from './grid-layout.ts';
import { gridStyle } from './grid-style.ts';
import { IndexPool } from './index-pool.ts';
import { PainterHost } from './painter-host.ts';
import { PointPack } from './point-pack.ts';

/**
 * Milliseconds between checks for stale cells and thresholds. A check visits every cell, and readers do not notice a shorter
 * time.
 */
const markEvery = 400;

/** A cell a topic, or a key: its name, its latest value and its course. The page only packs points; a worker draws them. */
export class SparklinesTile implements Tile {
  readonly isLatestOnly = true;
  readonly element: HTMLElement;
  private readonly frame: TileFrame;
  private painter: PainterHost;
  /** Another tile has taken over the painter. */
  private hasGivenPainter = false;
  private readonly content = element('div', { class: 'wall-content', role: 'img' });
  private readonly scroller: HTMLElement;
  private readonly group: LatestGroup;
  private readonly pack = new PointPack();
  /** The numbers by which the painter knows the cells. */
  private indexes = new IndexPool<Latest>();
  private rows: readonly LatestRow[] = [];
  private layout: GridLayout | undefined;
  /** The rows and the style that the painter was sent last. */
  private sentRows: readonly LatestRow[] = [];
  private sentStyle = '';
  private size = { width: 0, height: 0, textSize: 0, fontFamily: '' };
  private markedAt = Number.NEGATIVE_INFINITY;
  private now = 0;

  constructor(
    private readonly config: SparklinesTileConfig,
    private readonly context: TileContext,
  ) {
    this.frame = new TileFrame('sparklines', config.title, config.description);
    this.painter = new PainterHost(context.store.window);
    this.scroller = element(
      'div',
      { class: 'wall', tabindex: '0', role: 'group', 'aria-label': config.title },
      this.content,
    );
    this.content.append(this.painter.canvas);
    this.frame.body.append(this.scroller);
    this.frame.offerData(() => this.table());
    this.element = this.frame.element;
    this.group = new LatestGroup(
      config,
      (data) => readValue(data, config.value) !== undefined,
      (latest) => this.takePoint(latest),
      (gone) => this.forget(gone),
    );
    context.router.add(this.group);
    new ResizeObserver(() => this.measure()).observe(this.scroller);
    this.scroller.addEventListener('scroll', () => this.painter.send({ kind: 'scroll', top: this.scroller.scrollTop }), {
      passive: true,
    });
    this.scroller.addEventListener('pointermove', (event) => this.point(event));
  }

  draw(now: number): void {
    this.now = now;
    if (now - this.markedAt >= markEvery || now < this.markedAt) this.mark(now);
    this.sendPoints();
    if (this.size.width === 0) return;
    this.sendStyle();
    const { from, to } = this.context.zoom.range ?? { from: this.context.store.windowStart(now), to: now };
    this.painter.send({ kind: 'show', from, to });
  }

  /** The painter has the points, and goes on with them. */
  adopt(before: Tile): void {
    if (!(before instanceof SparklinesTile)) return;
    before.sendPoints();
    before.hasGivenPainter = true;
    this.painter.close();
    this.painter.canvas.replaceWith(before.painter.canvas);
    this.painter = before.painter;
    this.indexes = before.indexes;
    this.group.adopt(before.group);
  }

  close(): void {
    if (!this.hasGivenPainter) this.painter.close();
  }

  private forget(gone: Latest): void {
    this.sendPoints();
    const index = this.indexes.free(gone);
    if (index !== undefined) this.painter.send({ kind: 'forget', index });
  }

  private takePoint(latest: Latest): void {
    // A new cell is shown at once.
    if (!this.indexes.has(latest)) this.markedAt = Number.NEGATIVE_INFINITY;
    const index = this.indexes.of(latest);
    const isFull = this.pack.add(index, latest.time, readValue(latest.data, this.config.value) ?? 0);
    // While nothing is drawn the painter keeps the points, up to its own limit.
    if (isFull) this.sendPoints();
    this.context.store.noteTime(latest.time);
    this.context.scheduler.invalidate(this);
  }

  /** Updates what changes seldom: the list of cells, which of them are stale, and the texts. */
  private mark(now: number): void {
    this.markedAt = now;
    const { group, config } = this;
    this.rows = group.rows.slice(0, config.limit);
    const values = this.rows.map(({ latest }) => ({
      lastTime: latest.lastTime,
      interval: latest.interval,
      level: levelOf(readValue(latest.data, config.value), config.thresholds),
    }));
    const alarms = showAlarms(this.frame, group.isEmpty ? undefined : values, config, now, group.unusable);
    if (alarms === undefined) return;
    const levels = cellLevels(
      alarms,
      values.map(({ level }) => level),
    );
    this.sendCells();
    const stale = new Uint8Array(this.indexes.size);
    this.rows.forEach(({ latest }, place) => (stale[this.indexes.of(latest)] = levels[place] === 'stale' ? 1 : 0));
    this.painter.send({ kind: 'stale', stale });
    const text = summary(levels, group.rows.length);
    setText(this.frame.note, text);
    const label = `${config.title}: ${text} series; the button above gives their values as a table`;
    if (this.content.getAttribute('aria-label') !== label) this.content.setAttribute('aria-label', label);
  }

  private sendPoints(): void {
    const points = this.pack.take();
    if (points !== undefined) this.painter.send({ kind: 'points', points });
  }

  private sendCells(): void {
    const isSame = this.sentRows.length === this.rows.length && this.rows.every((row, i) => row === this.sentRows[i]);
    if (isSame) return;
    this.sentRows = this.rows;
    this.layout = undefined;
    const cells = this.rows.map(({ latest, label }) => ({
      index: this.indexes.of(latest),
      label: visible(label),
      unit: cellUnit(latest, this.config),
    }));
    this.painter.send({ kind: 'cells', cells });
  }

  /**
   * The painter has the tile's size and is moved with what is scrolled, since a canvas as high as all cells may be too
   * large.
   */
  private sendStyle(): void {
    const { width, height, textSize } = this.size;
    if (this.layout === undefined) {
      this.layout = layOutGrid(this.rows.length, width, height, textSize);
      this.content.style.height = `${Math.max(height, this.layout.contentHeight)}px`;
    }
    const style = gridStyle(this.config, this.context.theme.palette, this.size);
    const text = JSON.stringify(style);
    if (text === this.sentStyle) return;
    this.sentStyle = text;
    this.painter.send({ kind: 'style', style });
  }

  /** Reads sizes, which costs a layout, only when they may have changed. */
  private measure(): void {
    const style = getComputedStyle(this.scroller);
    const { clientWidth: width, clientHeight: height } = this.scroller;
    this.size = { width, height, textSize: Number.parseFloat(style.fontSize), fontFamily: style.fontFamily };
    this.painter.canvas.style.height = `${height}px`;
    this.layout = undefined;
    this.context.scheduler.invalidate(this);
  }

  private point(event: PointerEvent): void {
    const { left, top } = this.content.getBoundingClientRect();
    const place = this.layout === undefined ? -1 : placeAt(this.layout, event.clientX - left, event.clientY - top);
    const row = this.rows[place];
    this.content.title = row === undefined ? '' : cellTitle(row.latest, this.config);
  }

  private table(): DataTable {
    const rows = this.rows.map(({ latest, label }) => [
      visible(label),
      cellValue(latest, this.config),
      spanText(this.now - latest.time),
    ]);
    return { columns: ['Name', 'Value', 'Age'], rows };
  }
}
