import { readSeries } from '@livefeed/client';
import { toTimeSpan } from '../board/time-span.ts';
import { topicsOfAll } from './asked-topics.ts';
import { chartFill, recallSeries } from './fill-series.ts';
import { heatTimeStep } from '../series/heat-counts.ts';
import type { Reading } from './reading.ts';
import { extentOf, readCounts } from './read-counts.ts';
import type { TileInlet } from './tile-inlet.ts';

/** How the values of each of these tiles were spread: their course, which tells between which values they lie, and then their counts. */
export function countsReading(inlets: readonly TileInlet[]): Reading {
  return {
    inlets,
    async read({ clock, window, signal }) {
      for (const inlet of inlets) {
        const { value, unit } = inlet.config;
        const topics = topicsOfAll([inlet]);
        const { buckets } = chartFill;
        const course = await readSeries({ topics, since: toTimeSpan(window), buckets, signal, ...(value === undefined ? {} : { value }) });
        clock.observe(course.to);
        const wanted = course.series.filter(({ topic }) => inlet.wants(topic));
        const extent = extentOf(wanted);
        recallSeries(wanted, (course.to - course.from) / buckets, value, [inlet]);
        inlet.fillTo(course.next);
        if (extent === undefined) continue;
        const { page, counts } = await readCounts({ topics, value, window, to: course.to, unit: unit ?? wanted[0]?.unit ?? '', ...extent, signal });
        for (const one of counts) inlet.recallCounts(one);
        // What came since the course was read.
        recallSeries(page.series, heatTimeStep(window), value, [inlet]);
        inlet.fillTo(page.next);
      }
    },
  };
}
