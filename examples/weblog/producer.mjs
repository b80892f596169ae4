// Tails the access log of a web server (nginx, Apache: the common or combined format, with `rt=0.123` at its end for times).
//   LOG=/var/log/nginx/access.log make example NAME=weblog
// Without a log it sends real requests to the service itself, and tells of those.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { every, figure, post, sleep } from '../lib/producing.mjs';

const mostPaths = 10;
const mostEvents = 20; // a second, in the list; all of them count
const times = [];
const paths = new Map();
const statuses = { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 };
let hits = [];
let bytes = 0;

if (process.env.LOG) tail(process.env.LOG);
else void knock();
await every(1_000, () => post(summary()));

function tail(file) {
  const { stdout } = spawn('tail', ['-n', '200', '-F', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = /^\S+ \S+ \S+ \[[^\]]*\] "(\S+) (\S+)[^"]*" (\d{3}) (\d+|-)(?:.*\brt=([\d.]+))?/;
  createInterface({ input: stdout }).on('line', (text) => {
    const [, method, target, status, size, seconds] = line.exec(text) ?? [];
    if (method !== undefined) take({ method, path: target.split('?')[0], status: Number(status), bytes: Number(size) || 0, ms: seconds && 1_000 * Number(seconds) });
  });
}

/** A walk over what the service has, and has not: each takes a moment's pause, so that it is a trickle and no load. */
async function knock() {
  const url = process.env.LIVEFEED_URL ?? 'http://localhost:5080';
  const headers = process.env.LIVEFEED_KEY ? { 'X-API-Key': process.env.LIVEFEED_KEY } : {};
  const targets = ['/', '/boards', '/boards/host.json', '/topics', '/history?topic=machine/**&limit=50', '/healthz/ready', '/explore', '/favicon.svg', '/no/such/page', '/history?limit=none'];
  for (let i = 0; ; i++) {
    const target = targets[Math.floor(Math.random() ** 1.6 * targets.length)];
    const from = performance.now();
    try {
      const response = await fetch(url + target, { headers, redirect: 'manual' });
      const body = await response.arrayBuffer();
      take({ method: 'GET', path: target.split('?')[0], status: response.status, bytes: body.byteLength, ms: performance.now() - from });
    } catch {
      await sleep(1_000); // it is away; posting says so
    }
    await sleep(40 + Math.random() * 160);
  }
}

function take(hit) {
  hits.push(hit);
  bytes += hit.bytes;
  const group = `${Math.floor(hit.status / 100)}xx`;
  if (group in statuses) statuses[group]++;
  if (hit.ms !== undefined) times.push(hit.ms);
  if (times.length > 500) times.splice(0, times.length - 500);
  if (paths.size > 1_000 && !paths.has(hit.path)) return; // a scanner invents paths without end
  const path = paths.get(hit.path) ?? { hits: 0, errors: 0, ms: 0, bytes: 0 };
  path.hits++;
  path.errors += Number(hit.status >= 400);
  path.bytes += hit.bytes;
  path.ms += ((hit.ms ?? 0) - path.ms) / Math.min(path.hits, 20); // a running mean
  paths.set(hit.path, path);
}

function summary() {
  const sorted = [...times].sort((a, b) => a - b);
  const quantile = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const latency = sorted.length === 0 ? [] : [figure('weblog/latency/p50', quantile(0.5), 'ms'), figure('weblog/latency/p95', quantile(0.95), 'ms'), figure('weblog/latency/p99', quantile(0.99), 'ms')];
  const failed = hits.filter(({ status }) => status >= 400).length;
  const top = [...paths].sort(([, a], [, b]) => b.hits - a.hits).slice(0, mostPaths);
  const events = [
    figure('weblog/rate', hits.length, '/s'),
    figure('weblog/errors', hits.length === 0 ? 0 : (100 * failed) / hits.length, '%'),
    figure('weblog/bytes', bytes, 'bytes/s'),
    ...latency,
    ...Object.entries(statuses).map(([group, count]) => figure(`weblog/status/${group}`, count, 'count')),
    { topic: 'weblog/paths', event: 'paths', key: 'weblog/paths', data: { count: paths.size } },
    ...top.map(([path, all]) => ({ topic: 'weblog/path', key: `weblog/path ${path}`, event: 'path', data: { path, ...all } })),
    ...hits.filter(({ ms }) => ms !== undefined).slice(0, mostEvents).map(({ ms }) => ({ topic: 'weblog/times', event: 'metric', data: { value: ms, unit: 'ms' } })),
    ...hits.slice(0, mostEvents).map((hit) => ({ topic: 'weblog/hits', event: `${Math.floor(hit.status / 100)}xx`, data: { ...hit, ms: hit.ms && Math.round(hit.ms * 10) / 10 } })),
  ];
  hits = [];
  bytes = 0;
  return events;
}
