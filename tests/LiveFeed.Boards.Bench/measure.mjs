// One page, one stream: how busy the page's main thread is, and how often it, or its worker, draws.

export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Publishes a value for each topic ten times a second until it is stopped; says how often it was late. */
export function produce(service, topics, perSecond) {
  let isStopped = false;
  let tick = 0;
  const run = (async () => {
    const start = performance.now();
    for (; !isStopped; tick++) {
      const due = start + (tick * 1_000) / perSecond;
      await wait(Math.max(0, due - performance.now()));
      await service.publish(topics.map((topic, i) => ({ topic, event: 'metric', data: { value: 50 + 40 * Math.sin(tick / 17 + i) + 5 * Math.sin(tick * 1.7 + i) } })));
    }
    return { rate: tick / ((performance.now() - start) / 1_000) };
  })();
  return {
    stop: () => {
      isStopped = true;
      return run;
    },
  };
}

/** Over this many seconds: frames and lines a second, and shares of the main thread. */
export async function watch(page, seconds) {
  const counters = async () => {
    const [frames, lines] = JSON.parse(await page.evaluate('JSON.stringify([self.benchFrames ?? 0, self.benchLines ?? 0])', page.worker));
    return { frames, lines, ...(await page.metrics()) };
  };
  const before = await counters();
  await wait(seconds * 1_000);
  const after = await counters();
  const per = (name) => (after[name] - before[name]) / (after.at - before.at);
  return { frames: per('frames'), lines: per('lines'), busy: 100 * per('tasks'), processor: 100 * per('processor') };
}

/** Percentile of values, by nearest rank. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
