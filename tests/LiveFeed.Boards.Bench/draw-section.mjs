// Sparklines and charts: the board's page and the baseline, one after the other, each by itself on the machine.
import { baseline } from './baseline.mjs';
import { produce, wait, watch } from './measure.mjs';
import { table } from './table.mjs';

/** Both show half a minute: 300 points of ten a second. Charts show a minute, 600 points. */
export const walls = {
  sparklines: { title: 'a: 1,000 sparklines × 300 points, 10 updates/s each', target: 'target: frames/s ≥ 55, busy < 10 %', count: 1_000, columns: 24, window: 30_000 },
  charts: { title: 'b: 20 charts × 600 points, 10 updates/s each', target: 'target: busy < 15 %', count: 20, columns: 5, window: 60_000, fixed: [0, 100] },
};

const topicsOf = (name, count) => Array.from({ length: count }, (_, i) => `bench/${name}/s${i}`);

/** The boards that are measured, as files. */
export function boards() {
  const charts = topicsOf('charts', 20).map((topic) => ({ type: 'line', topics: [topic], width: 3, height: 2, min: 0, max: 100 }));
  return {
    sparklines: { title: 'Sparklines', window: '00:00:30', tiles: [{ type: 'sparklines', topics: ['bench/sparklines/*'], width: 12, height: 10 }] },
    charts: { title: 'Charts', window: '00:01:00', tiles: charts },
  };
}

export async function draw(name, { browser, service, quick }) {
  const { title, target, count, columns, window, fixed } = walls[name];
  const topics = topicsOf(name, count);
  const seconds = quick ? 5 : 20;
  const producer = produce(service, topics, 10);
  // The log holds the whole window before anyone looks, so that both draw all points from the start.
  await wait(window);

  const isSmooth = name === 'sparklines';
  const ours = await measure(browser, `${service.address}/boards/${name}`, async (page) => {
    await page.until(`document.querySelector('.badge')?.dataset.state === 'live'`);
  }, 3_000, seconds, isSmooth);
  const plain = await measure(browser, `${service.address}/healthz/live`, async (page) => {
    await page.evaluate(`(${baseline})(${JSON.stringify({ topics: `bench/${name}/*`, count, columns, window, fixed })})`);
    await page.until(`self.benchSeries === ${count}`);
  }, window, seconds, isSmooth);
  const { rate } = await producer.stop();

  const row = (label, { frames, lines, busy, processor }) => [label, frames, lines, busy, processor];
  const ratio = (key) => ours[key] / plain[key];
  return table(`${title} (${target})`, ['', 'frames/s', 'lines drawn/s', 'main thread busy %', 'its processor time %'], [
    row('board', ours),
    row('baseline', plain),
    ['board / baseline', ratio('frames'), ratio('lines'), ratio('busy'), ratio('processor')],
  ]) + `\nThe producer kept ${rate.toFixed(1)} of 10 rounds a second.\n`;
}

async function measure(browser, url, prepare, settle, seconds, isSmooth) {
  const page = await browser.open(url);
  try {
    await page.until(`document.readyState === 'complete'`);
    await prepare(page);
    // A worker that draws counts its own frames. On the page every display frame is counted only where that is what is asked: it costs some.
    if (page.worker === undefined) await page.evaluate(`(${countOnPage})(${isSmooth})`);
    await wait(settle);
    return await watch(page, seconds);
  } finally {
    await page.close();
  }
}

/** Runs in the page: counts lines, and frames: those that the display has, or those that something was drawn in. */
function countOnPage(isSmooth) {
  self.benchFrames = 0;
  self.benchLines = 0;
  const stroke = CanvasRenderingContext2D.prototype.stroke;
  CanvasRenderingContext2D.prototype.stroke = function (...path) {
    self.benchLines++;
    return stroke.apply(this, path);
  };
  const frame = self.requestAnimationFrame.bind(self);
  let last = -1;
  const count = (time) => {
    if (time !== last) self.benchFrames++;
    last = time;
  };
  const loop = (time) => {
    count(time);
    frame(loop);
  };
  if (isSmooth) frame(loop);
  else self.requestAnimationFrame = (callback) => frame((time) => (count(time), callback(time)));
}
