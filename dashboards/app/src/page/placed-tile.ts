import type { BrokenTile as BrokenTileConfig } from '../board/board.ts';
import { TileSubscription } from '../feed/tile-subscription.ts';
import { BrokenTile } from '../tiles/broken-tile.ts';
import type { TileConfig } from '../tiles/generated/tile-config.ts';
import { readKey } from '../tiles/read-key.ts';
import type { Tile, TileContext } from '../tiles/tile.ts';
import { TileNotice } from '../tiles/tile-notice.ts';
import { historyOf, makeTile } from '../tiles/tile-types.ts';

/** A tile on the page, with its settings and its subscription. */
export class PlacedTile {
  readonly tile: Tile;
  /** Undefined for a tile that cannot be read. */
  readonly subscription: TileSubscription | undefined;
  private readonly key: string;
  private readonly read: string;
  private readonly notice: TileNotice;

  /** Replaces `before`, which reads the same: it takes over its data and its subscription. */
  constructor(config: TileConfig | BrokenTileConfig, context: TileContext, before?: PlacedTile) {
    this.key = keyOf(config);
    this.read = config.type === 'broken' ? '' : readKey(config, context.store.window);
    before?.leave(context);
    // The subscription now reports to this tile.
    const subscription =
      config.type === 'broken'
        ? undefined
        : (before?.subscription ?? new TileSubscription(config, historyOf(config, context.store.window)));
    this.tile = make(config, subscription === undefined ? context : { ...context, router: subscription.router });
    this.notice = new TileNotice(this.tile.element);
    this.subscription = subscription;
    subscription?.tell({
      onGap: (gap) => this.tile.acceptGap?.(gap),
      onReading: (isReading) => void this.element.classList.toggle('is-reading', isReading),
      onRefused: (reason) => this.notice.refused(reason),
      onLeftOut: (isLeftOut) => this.notice.leftOut(isLeftOut),
      onFault: (error) => this.notice.fault(error),
    });
    if (before !== undefined) this.tile.adopt?.(before.tile);
    before?.tile.close?.();
    if (subscription !== undefined && before === undefined) context.router.add(subscription);
    context.scheduler.add(this.tile, (error) => (error === undefined ? this.notice.drawn() : this.notice.fault(error)));
  }

  get element(): HTMLElement {
    return this.tile.element;
  }

  /** Whether this tile has these settings. The place may differ. */
  isFor(config: TileConfig | BrokenTileConfig): boolean {
    return this.key === keyOf(config);
  }

  /** Whether a tile with these settings reads the same events. */
  readsFor(config: TileConfig | BrokenTileConfig, context: TileContext): boolean {
    return (
      config.type !== 'broken' &&
      config.topics.length > 0 &&
      this.subscription?.isRefused === false &&
      this.read === readKey(config, context.store.window)
    );
  }

  close(context: TileContext): void {
    this.subscription?.close();
    if (this.subscription !== undefined) context.router.remove(this.subscription);
    context.scheduler.remove(this.tile);
    this.element.remove();
    this.tile.close?.();
  }

  private leave(context: TileContext): void {
    this.subscription?.router.clear();
    context.scheduler.remove(this.tile);
  }
}

/** A tile that cannot be made becomes a broken tile. */
function make(config: TileConfig | BrokenTileConfig, context: TileContext): Tile {
  try {
    return makeTile(config, context);
  } catch (error) {
    reportError(error);
    return new BrokenTile({
      type: 'broken',
      title: config.title,
      width: config.width,
      height: config.height,
      errors: [String(error)],
    });
  }
}

function keyOf({ width: _, height: __, ...config }: TileConfig | BrokenTileConfig): string {
  return JSON.stringify(config);
}
