import { valueText } from '../../format/value.ts';
import { visible } from '../../format/visible.ts';
import type { Latest } from '../../series/latest.ts';
import { readUnit, readValue } from '../../series/read-value.ts';
import type { SparklinesTileConfig } from '../generated/tile-config.ts';

export function cellUnit({ data }: Latest, { unit }: SparklinesTileConfig): string {
  return unit ?? readUnit(data) ?? '';
}

export function cellValue(latest: Latest, config: SparklinesTileConfig): string {
  return valueText(readValue(latest.data, config.value), cellUnit(latest, config), config.decimals);
}

/** The tooltip of a cell. */
export function cellTitle(latest: Latest, config: SparklinesTileConfig): string {
  const name = `${visible(latest.topic)} ${visible(latest.key)}`.trim();
  return `${name}: ${cellValue(latest, config)}`;
}
