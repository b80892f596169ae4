// The service as a process of its own, with the boards that are measured and nothing else in its log.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Events that one request may carry. */
export const mostEvents = 1_000;

export class Service {
  #process;
  #folder;
  #agent = new Agent({ keepAlive: true });

  /** Settings are as on the command line; of two that name the same, the last counts. */
  static async start(program, boards, ...settings) {
    const service = new Service();
    service.#folder = mkdtempSync(join(tmpdir(), 'livefeed-bench-boards-'));
    for (const [name, board] of Object.entries(boards)) service.save(name, board);
    service.port = await freePort();
    service.address = `http://127.0.0.1:${service.port}`;
    service.#process = spawn('dotnet', [
      program, `--urls=${service.address}`, '--LiveFeed:Log:Provider=memory', '--LiveFeed:Metrics:Enabled=false', `--LiveFeed:Boards:Path=${service.#folder}`, ...settings,
    ], { stdio: 'ignore' });
    await service.#ready();
    return service;
  }

  /** A board's file, as an editor would. */
  save(name, board) {
    writeFileSync(join(this.#folder, `${name}.json`), JSON.stringify(board));
  }

  /** All of them, or an error. */
  async publish(events) {
    const body = JSON.stringify(events);
    await new Promise((resolve, reject) => {
      const sent = request(`${this.address}/events`, { method: 'POST', agent: this.#agent, headers: { 'Content-Type': 'application/json' } }, (answer) => {
        answer.resume().on('end', () => (answer.statusCode === 202 ? resolve() : reject(new Error(`the service answers ${answer.statusCode}`))));
      });
      sent.on('error', reject).end(body);
    });
  }

  async close() {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await gone;
    this.#agent.destroy();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ready() {
    for (let attempt = 0; attempt < 150; attempt++) {
      if (this.#process.exitCode !== null) break;
      const isReady = await fetch(`${this.address}/healthz/ready`).then((answer) => answer.ok, () => false);
      if (isReady) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('the service does not start; it is built by make build');
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
