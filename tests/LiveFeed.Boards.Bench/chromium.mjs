// An installed Chromium without a screen, spoken to over its debugging pipe: no package is needed for that.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const search = fileURLToPath(new URL('../find-chromium.sh', import.meta.url));

export class Chromium {
  #process;
  #profile = mkdtempSync(join(tmpdir(), 'livefeed-bench-profile-'));
  #next = 1;
  #answers = new Map();
  #listeners = new Set();
  #rest = '';

  constructor() {
    const path = execFileSync(search, { encoding: 'utf8' }).trim();
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--remote-debugging-pipe', `--user-data-dir=${this.#profile}`];
    this.#process = spawn(path, [...flags, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.#process.stdio[4].setEncoding('utf8').on('data', (text) => this.#read(text));
  }

  async send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject, method }));
  }

  listen(listener) {
    this.#listeners.add(listener);
  }

  /** A page of its own at the address, as large as a wall's screen. */
  async open(url) {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', newWindow: true, width: 1920, height: 1300 });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, targetId, sessionId);
    await page.prepare(url);
    return page;
  }

  async close() {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    await this.send('Browser.close').catch(() => {});
    await gone;
    rmSync(this.#profile, { recursive: true, force: true });
  }

  #read(text) {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop();
    for (const message of messages.map((one) => JSON.parse(one))) {
      const answer = this.#answers.get(message.id);
      this.#answers.delete(message.id);
      if (answer === undefined) for (const listener of this.#listeners) listener(message);
      else if (message.error !== undefined) answer.reject(new Error(`${answer.method}: ${message.error.message}`));
      else answer.resolve(message.result);
    }
  }
}

class Page {
  #browser;
  #target;
  #session;

  constructor(browser, target, session) {
    this.#browser = browser;
    this.#target = target;
    this.#session = session;
  }

  /** Workers of the page count their frames from the start, and so does the page. */
  async prepare(url) {
    this.#browser.listen(({ method, params, sessionId }) => {
      if (method !== 'Target.attachedToTarget' || sessionId !== this.#session) return;
      this.worker = params.sessionId;
      void this.#browser.send('Runtime.evaluate', { expression: countFrames }, this.worker).then(() => this.#browser.send('Runtime.runIfWaitingForDebugger', {}, this.worker));
    });
    await this.#send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
    await this.#send('Performance.enable');
    await this.#send('Page.enable');
    await this.#send('Page.navigate', { url });
  }

  /** What the expression gives, awaited. */
  async evaluate(expression, session = this.#session) {
    const { result, exceptionDetails } = await this.#browser.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, session);
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async until(condition) {
    await this.evaluate(`new Promise((resolve, reject) => {
      const end = performance.now() + 30000;
      const look = () => ((${condition}) ? resolve() : performance.now() > end ? reject(new Error(${JSON.stringify(`never: ${condition}`)})) : setTimeout(look, 20));
      look();
    })`);
  }

  /** Seconds by the browser's clock, and of the main thread's tasks and of its processor time in them. */
  async metrics() {
    const { metrics } = await this.#send('Performance.getMetrics');
    const of = (name) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
    return { at: of('Timestamp'), tasks: of('TaskDuration'), processor: of('ThreadTime') };
  }

  async heap() {
    await this.#send('HeapProfiler.collectGarbage');
    return (await this.#send('Runtime.getHeapUsage')).usedSize;
  }

  async close() {
    await this.#browser.send('Target.closeTarget', { targetId: this.#target });
  }

  #send(method, params) {
    return this.#browser.send(method, params, this.#session);
  }
}

/** How often a thread drew: frames it was called for, and lines it drew in them. */
const countFrames = `(() => {
  self.benchFrames = 0; self.benchLines = 0;
  const frame = self.requestAnimationFrame.bind(self);
  let last = -1;
  self.requestAnimationFrame = (callback) => frame((time) => { if (time !== last) { last = time; self.benchFrames++; } callback(time); });
  const stroke = OffscreenCanvasRenderingContext2D.prototype.stroke;
  OffscreenCanvasRenderingContext2D.prototype.stroke = function (...path) { self.benchLines++; return stroke.apply(this, path); };
})()`;
