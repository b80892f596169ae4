import { withParameters } from '../address/query.ts';
import { addressSpan } from '../address/span.ts';
import type { BrokenTile } from '../board/board.ts';
import type { TileConfig } from '../tiles/generated/tile-config.ts';

/** The parts of a link to a board or a tile. */
export interface LinkParts {
  readonly board: string;
  readonly tile?: string | undefined;
  readonly theme?: string | undefined;
  readonly kiosk?: boolean;
  readonly playlist?: readonly string[];
  /** Milliseconds. */
  readonly every?: number;
}

/** A link to the same board. It keeps the reader's choices, and drops credentials. */
export function linkTo(place: { origin: string; search: string }, parts: LinkParts): string {
  const { board, tile, theme, kiosk = false, playlist, every } = parts;
  const search = withParameters(place.search, {
    access_token: undefined,
    edit: undefined,
    theme,
    tile,
    playlist: playlist?.join(','),
    every: playlist === undefined || every === undefined ? undefined : addressSpan(every),
    kiosk: kiosk ? '' : undefined,
  });
  return `${place.origin}/boards/${encodeURIComponent(board)}${search}`;
}

/** The HTML of a frame. */
export function frameCode(link: string, title: string): string {
  const escaped = (text: string) => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  const size = 'width="480" height="270" style="border:0"';
  return `<iframe src="${escaped(link)}" title="${escaped(title)}" ${size} loading="lazy"></iframe>`;
}

/**
 * The address of a picture for a README: the latest value of the tile's first topic, or its sparkline. Undefined for other
 * tiles.
 */
export function pictureLink(origin: string, config: TileConfig | BrokenTile): string | undefined {
  if (config.type !== 'number' && config.type !== 'meter' && config.type !== 'line') return undefined;
  const topic = config.topics[0];
  if (topic === undefined || topic.includes('*')) return undefined;
  const { title, value, unit, decimals } = config;
  const isLine = config.type === 'line';
  const levels = isLine
    ? []
    : config.thresholds.map((one) => [`${one.level}${one.above === undefined ? 'Below' : 'Above'}`, one.above ?? one.below]);
  const parts = [['topic', topic], ['label', title], ['value', value], ['unit', unit], ['decimals', decimals], ...levels];
  const query = new URLSearchParams(
    parts.flatMap(([name, part]) => (part === undefined ? [] : [[String(name), String(part)]])),
  );
  return `${origin}/${isLine ? 'sparkline' : 'badge'}.svg?${query}`;
}

/** A Markdown image. Brackets and backslashes of the title are escaped. */
export function markdownImage(link: string, title: string): string {
  return `![${title.replace(/[[\]\\]/g, '\\$&')}](${link.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}
