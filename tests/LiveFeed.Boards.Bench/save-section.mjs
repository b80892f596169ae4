// From the save of a board's file until the open page shows it; beside it what any event takes to the page.
import { percentile, wait } from './measure.mjs';
import { table } from './table.mjs';

const topic = 'bench/save';
const tile = { type: 'number', topics: [topic], width: 4, height: 2 };

export const boards = () => ({ save: boardNamed('Save') });

const boardNamed = (title) => ({ title, tiles: [tile] });

export async function measureSaves({ browser, service, quick }) {
  const times = quick ? 10 : 50;
  const page = await browser.open(`${service.address}/boards/save`);
  try {
    await page.until(`document.querySelector('.badge')?.dataset.state === 'live'`);
    const saves = [];
    const events = [];
    for (let i = 0; i < times; i++) {
      saves.push(await taken(page, () => service.save('save', boardNamed(`Save ${i}`)), `document.querySelector('h1')?.textContent === 'Save ${i}'`));
      events.push(await taken(page, () => service.publish([{ topic, event: 'metric', data: { value: i } }]), `document.querySelector('.figure-number')?.textContent === '${i}'`));
    }
    const row = (label, values) => [label, percentile(values, 0.5), percentile(values, 0.99), Math.max(...values)];
    const rows = [row('saved board', saves), row('event', events)];
    rows.push(['board / event', ...[1, 2, 3].map((i) => rows[0][i] / rows[1][i])]);
    return table(`e: from a saved file to the open page, ${times} times (target: < 1,000 ms)`, ['', 'p50 ms', 'p99 ms', 'most ms'], rows);
  } finally {
    await page.close();
  }
}

async function taken(page, act, condition) {
  await wait(300 + Math.random() * 50); // not in step with the service's window, nor with its looks at the folder
  const shown = page.until(condition);
  const start = performance.now();
  await act();
  await shown;
  return performance.now() - start;
}
