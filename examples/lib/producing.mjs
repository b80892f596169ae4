// What the producers share: the feed, which the package keeps, figures for charts, and a clock.
import { connect } from '@livefeed/client';

const url = process.env.LIVEFEED_URL ?? 'http://localhost:5080';

/** Publishing waits for a service that is away; nothing is there twice. */
export const feed = connect({ url, token: () => process.env.LIVEFEED_KEY, batch: { events: 500, wait: 20 } });

let isAway = false;
feed.onStatus(({ state, reason }) => {
  if (state === 'reconnecting' && !isAway) console.error(`Waiting for ${url}: ${reason}`);
  if (state === 'reconnecting' || state === 'connected') isAway = state === 'reconnecting';
  if (state !== 'closed') return;
  console.error(`${url}: ${reason}`);
  process.exit(1);
});

/** Publishes events, and comes back when the service has them. What it refuses is told and left out. */
export async function post(events) {
  await Promise.all(
    events.map((event) =>
      feed.publish(event).catch((problem) => console.error(`Refused: ${problem.message}\n  ${JSON.stringify(event)}`)),
    ),
  );
}

/** A figure that charts draw: `key` lets who lags skip to the latest. */
export function figure(topic, value, unit) {
  return { topic, key: topic, event: 'metric', data: { value, ...(unit === undefined ? {} : { unit }) } };
}

export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Runs `step` again and again, at the seconds of the clock, so that the values of several producers stand under each other. */
export async function every(milliseconds, step) {
  for (;;) {
    await step();
    await sleep(milliseconds - (Date.now() % milliseconds));
  }
}
