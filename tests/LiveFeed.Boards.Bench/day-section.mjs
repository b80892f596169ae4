// How soon a board shows a day, by what it shows it in; beside it the same board at a minute. The log is as full as it gets by default.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile } from './measure.mjs';
import { Service } from './service.mjs';
import { table } from './table.mjs';

const all = { topics: ['day/values/*'], width: 12, height: 6 };
const tiles = {
  line: { ...all, type: 'line' },
  number: { type: 'number', topics: ['day/values/s0'] },
  sparklines: { ...all, type: 'sparklines' },
  heatmap: { ...all, type: 'heatmap' },
  timeline: { ...all, type: 'timeline', topics: ['day/door'] },
  table: { ...all, type: 'table' },
  events: { ...all, type: 'events' },
};

const boards = () => Object.fromEntries(Object.entries(tiles).map(([name, tile]) => [name, { title: name, window: '00:01:00', tiles: [tile] }]));

export async function measureDay({ browser, program, bench, quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'livefeed-bench-day-'));
  let service;
  try {
    const log = join(folder, 'day.db');
    execFileSync('dotnet', [bench, 'past-day', log], { stdio: ['ignore', 'ignore', 'inherit'] });
    service = await Service.start(program, boards(), '--LiveFeed:Log:Provider=sqlite', `--LiveFeed:Log:Path=${log}`);
    const times = quick ? 3 : 9;
    const rows = [];
    for (const name of Object.keys(tiles)) {
      const day = await opened(browser, `${service.address}/boards/${name}?window=24h`, times);
      const minute = await opened(browser, `${service.address}/boards/${name}`, times);
      const figures = [percentile(day, 0.5), Math.max(...day), percentile(minute, 0.5)];
      rows.push([name, ...figures, figures[0] / figures[2]]);
    }
    return table(`f: a board opened on a day of 907,200 events, ${times} times (target: < 1,000 ms)`, ['tile', 'day p50 ms', 'most ms', 'minute p50 ms', 'day / minute'], rows);
  } finally {
    await service?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds from the page's request until it has its history, each time in a page of its own. */
async function opened(browser, url, times) {
  const taken = [];
  for (let i = 0; i < times; i++) {
    const page = await browser.open(url);
    try {
      await page.until(`document.querySelector('.badge')?.dataset.state === 'live' && document.querySelector('.place:not(.is-filling, .is-reading)') !== null`);
      taken.push(await page.evaluate('performance.now()'));
    } finally {
      await page.close();
    }
  }
  return taken;
}
