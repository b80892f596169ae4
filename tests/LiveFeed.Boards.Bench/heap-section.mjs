// Whether the page's memory grows with what passes through it: events as fast as it takes them.
import { mostEvents } from './service.mjs';
import { table } from './table.mjs';

/** Topics of the flood; the last of them tells how far the page is. */
const topics = 100;
/** Rounds that are on their way at once: enough that the page never waits, few enough that it is not left behind. */
const ahead = 2;
const eventsARound = 5 * mostEvents;

export const boards = () => ({
  heap: {
    title: 'Heap',
    window: '00:00:30',
    tiles: [
      { type: 'number', title: 'round', topics: ['bench/heap-round'], unit: 'count' },
      { type: 'sparklines', topics: ['bench/heap/*'], width: 10, height: 4 },
      { type: 'line', topics: ['bench/heap/s0', 'bench/heap/s1'], width: 12, height: 3 },
    ],
  },
});

export async function measureHeap({ browser, service, quick }) {
  const events = quick ? 500_000 : 10_000_000;
  const rounds = events / eventsARound;
  const page = await browser.open(`${service.address}/boards/heap`);
  try {
    await page.until(`document.querySelector('.badge')?.dataset.state === 'live'`);
    const rows = [];
    const start = performance.now();
    for (let round = 1; round <= rounds; round++) {
      await publishRound(service, round);
      if (round > ahead) await page.evaluate(`(${reached})(${round - ahead})`);
      // What is bounded is full after a tenth of them; from there on nothing may grow.
      if (round % (rounds / 10) === 0) {
        await page.evaluate(`(${reached})(${round})`);
        rows.push([String(round * eventsARound), (await page.heap()) / 2 ** 20, (round * eventsARound) / ((performance.now() - start) / 1_000)]);
      }
    }
    const growth = rows.at(-1)[1] - rows[0][1];
    const text = `\nFrom the first row to the last the heap grows by ${growth.toFixed(2)} MiB, ${((growth * 2 ** 20) / (0.9 * events)).toFixed(3)} bytes an event.\n`;
    return table('c: heap of the page after a collection (target: flat)', ['events', 'MiB', 'events/s'], rows) + text;
  } finally {
    await page.close();
  }
}

async function publishRound(service, round) {
  for (let part = 0; part < eventsARound; part += mostEvents) {
    await service.publish(Array.from({ length: mostEvents }, (_, i) => ({ topic: `bench/heap/s${i % topics}`, event: 'metric', data: { value: Math.sin(round + i) } })));
  }
  await service.publish([{ topic: 'bench/heap-round', event: 'metric', data: { value: round } }]);
}

/** Runs in the page: waits until the number tile shows this round or a later one. */
function reached(round) {
  const shown = () => Number((document.querySelector('.tile-number .figure-number')?.textContent ?? '').replace(/[^0-9]/g, ''));
  return new Promise((resolve, reject) => {
    const end = performance.now() + 60_000;
    const look = () => (shown() >= round ? resolve() : performance.now() > end ? reject(new Error(`round ${round} is not shown`)) : setTimeout(look, 4));
    look();
  });
}
