// What a producer needs of LiveFeed: to post events, and to follow some. No dependencies; Node 20 or newer.

const url = process.env.LIVEFEED_URL ?? 'http://localhost:5080';
const credentials = process.env.LIVEFEED_KEY ? { 'X-API-Key': process.env.LIVEFEED_KEY } : {};

export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * Posts events, in NDJSON: one a line, each taken or refused for itself. Comes back when they are taken, however long the
 * service is away: give what must not be there twice an `id`.
 */
export async function post(events) {
  const body = events.map((event) => JSON.stringify(event)).join('\n');
  for (let attempt = 0; ; attempt++) {
    const response = await fetch(`${url}/events`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-ndjson', ...credentials },
      body,
      signal: AbortSignal.timeout(10_000),
    }).catch((problem) => problem);
    if (response.ok) {
      for (const { line, error } of (await response.json()).rejected ?? []) console.error(`Refused: ${error}\n  ${events[line - 1] && JSON.stringify(events[line - 1])}`);
      return;
    }
    // Busy, full, or not there: later it may do. Anything else will be as wrong the next time.
    const mayPass = response instanceof Error || response.status === 429 || response.status >= 500;
    if (!mayPass) throw new Error(`${response.status}: ${await response.text()}`);
    if (attempt === 0) console.error(`Waiting for ${url}: ${response.status ?? response.cause?.code ?? response.message}`);
    await sleep(wait(attempt, response.headers?.get('Retry-After')));
  }
}

/** Each wait is up to twice the one before, at most 30 s, and by chance, so that producers do not come back all at once. */
function wait(attempt, retryAfter) {
  const least = 1_000 * (Number(retryAfter) || 0);
  return least + Math.random() * Math.min(30_000, 500 * 2 ** attempt);
}

/** A figure that charts draw: `key` lets who lags skip to the latest. */
export function figure(topic, value, unit) {
  return { topic, key: topic, event: 'metric', data: { value, ...(unit === undefined ? {} : { unit }) } };
}

/** Calls `onEvent` with each event of a topic from now on, also with those that came while the connection was down. */
export async function follow(topic, onEvent) {
  let lastId;
  for (let attempt = 0; ; attempt++) {
    try {
      const headers = { Accept: 'text/event-stream', ...credentials, ...(lastId === undefined ? {} : { 'Last-Event-ID': lastId }) };
      const response = await fetch(`${url}/events?topic=${encodeURIComponent(topic)}&envelope=true`, { headers });
      if (response.status === 204 || [400, 401, 403, 422].includes(response.status)) throw Object.assign(new Error(await response.text()), { isFinal: true });
      if (response.ok) {
        for await (const frame of frames(response.body)) {
          attempt = 0;
          if (frame.id !== undefined) lastId = frame.id;
          if (!frame.event?.startsWith('livefeed.') && frame.data !== undefined) await onEvent(JSON.parse(frame.data));
        }
      }
    } catch (problem) {
      if (problem.isFinal) throw problem;
    }
    await sleep(wait(attempt));
  }
}

/** The frames of a stream, wherever its chunks are cut. An envelope's data is always one line. */
async function* frames(body) {
  let rest = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split('\n\n');
    rest = parts.pop();
    for (const part of parts) yield Object.fromEntries(part.split('\n').filter((line) => !line.startsWith(':')).map((line) => line.split(/: ?(.*)/s)));
  }
}

/** Runs `step` again and again, at the seconds of the clock, so that the values of several producers stand under each other. */
export async function every(milliseconds, step) {
  for (;;) {
    await step();
    await sleep(milliseconds - (Date.now() % milliseconds));
  }
}
