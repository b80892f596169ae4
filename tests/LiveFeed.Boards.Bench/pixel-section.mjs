// From the moment an event is posted until the canvas shows it, at the service's usual window.
import { percentile } from './measure.mjs';
import { baseline } from './baseline.mjs';
import { table } from './table.mjs';

const topic = 'bench/pixel';
const window = 10_000;

export const boards = () => ({
  pixel: { title: 'Pixel', window: '00:00:10', tiles: [{ type: 'line', topics: [topic], width: 12, height: 6, min: 0, max: 100 }] },
});

export async function measurePixels({ browser, service, quick }) {
  const times = quick ? 20 : 200;
  const ours = await measure(browser, `${service.address}/boards/pixel`, times, (page) => page.until(`document.querySelector('.badge')?.dataset.state === 'live'`));
  const plain = await measure(browser, `${service.address}/healthz/live`, times, (page) =>
    page.evaluate(`(${baseline})(${JSON.stringify({ topics: topic, count: 1, columns: 1, window, fixed: [0, 100] })})`));
  const row = (label, values) => [label, percentile(values, 0.5), percentile(values, 0.99), Math.max(...values)];
  const rows = [row('board', ours), row('baseline', plain)];
  rows.push(['board / baseline', ...[1, 2, 3].map((i) => rows[0][i] / rows[1][i])]);
  return table(`d: from a POST to the pixel, ${times} times (target: p99 < 100 ms)`, ['', 'p50 ms', 'p99 ms', 'most ms'], rows);
}

async function measure(browser, url, times, prepare) {
  const page = await browser.open(url);
  try {
    await page.until(`document.readyState === 'complete'`);
    await prepare(page);
    return JSON.parse(await page.evaluate(`(${probe})(${JSON.stringify(topic)}, ${times}, ${window}).then(JSON.stringify)`));
  } finally {
    await page.close();
  }
}

/**
 * Runs in the page. The line lies low; a high value is posted, and the time taken when a pixel of it is in the upper right of the
 * canvas and one more frame has passed, in which it is brought to the screen.
 */
async function probe(topic, times, window) {
  const post = (value) => fetch('/events', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ topic, event: 'metric', data: { value } }) });
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const frame = () => new Promise(requestAnimationFrame);
  // Charts stand by the time of receipt: what comes late to the page stands further left, by so many milliseconds.
  const isHigh = (ago = 0) => {
    const canvas = [...document.querySelectorAll('canvas')].at(-1);
    if (canvas === undefined || canvas.width === 0) return false;
    const width = Math.min(canvas.width, 36 + Math.ceil((canvas.width * ago) / window));
    const { data } = canvas.getContext('2d').getImageData(canvas.width - width, Math.round(canvas.height * 0.05), width, Math.round(canvas.height * 0.2));
    // Lines of the grid are faint.
    for (let i = 3; i < data.length; i += 4) if (data[i] > 120) return true;
    return false;
  };
  const until = async (condition) => {
    for (const end = performance.now() + 10_000; !condition(); ) {
      if (performance.now() > end) throw new Error('the canvas does not change');
      await frame();
    }
  };
  const taken = [];
  await post(10);
  await wait(1_500);
  // The first few find code that has yet to be compiled.
  for (let i = -3; i < times; i++) {
    await until(() => !isHigh());
    const start = performance.now();
    void post(90);
    await until(() => isHigh(performance.now() - start));
    await frame();
    if (i >= 0) taken.push(performance.now() - start);
    await post(10);
    // Not in step with frames or the service's window; and again, for the baseline only draws when something comes.
    await wait(400 + Math.random() * 50);
    await post(10);
  }
  return taken;
}
