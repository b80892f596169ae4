import type { DataTable } from '../dom/data-dialog.ts';
import { eventTime } from '../format/time.ts';
import { formatText } from '../format/units.ts';
import type { SeriesGroup } from '../series/series-group.ts';

/** The values of one series, newest first. */
export function seriesTable(group: SeriesGroup, index: number, decimals: number | undefined): DataTable {
  const points = group.list[index]?.points;
  const rows: string[][] = [];
  for (let i = (points?.length ?? 0) - 1; points !== undefined && i >= 0; i--) {
    const last = points.timeAt(points.length - 1);
    rows.push([eventTime(points.timeAt(i), last), formatText(points.valueAt(i), group.unit, decimals)]);
  }
  return { columns: ['Time', group.labels[index] ?? 'Value'], rows };
}
