// What this Linux machine does, from /proc: processes, disks, network interfaces, and what the kernel says of pressure.
import { readdirSync, readFileSync } from 'node:fs';
import { every, figure, post } from '../lib/producing.mjs';

const ticksPerSecond = 100; // of /proc/*/stat, on every Linux
const pageBytes = 4096;
const mostProcesses = 12;

let before;
await every(1_000, async () => {
  const now = { at: performance.now(), processes: processes(), disks: disks(), links: links(), kernel: kernel() };
  if (before !== undefined) await post(differences(before, now, (now.at - before.at) / 1_000));
  before = now;
});

function differences(from, to, seconds) {
  const rate = (a, b) => Math.max(0, b - (a ?? b)) / seconds;
  return [
    ...busiest(from, to, seconds),
    figure('machine/processes', to.processes.size, 'count'),
    figure('machine/threads', sum(to.processes, ({ threads }) => threads), 'count'),
    figure('machine/switches', rate(from.kernel.ctxt, to.kernel.ctxt), '/s'),
    figure('machine/forks', rate(from.kernel.processes, to.kernel.processes), '/s'),
    ...[...to.disks].flatMap(([name, disk]) => [
      figure(`machine/disk/${name}/read`, rate(from.disks.get(name)?.read, disk.read), 'bytes/s'),
      figure(`machine/disk/${name}/write`, rate(from.disks.get(name)?.write, disk.write), 'bytes/s'),
    ]),
    ...[...to.links].flatMap(([name, link]) => [
      figure(`machine/net/${name}/received`, rate(from.links.get(name)?.received, link.received), 'bytes/s'),
      figure(`machine/net/${name}/sent`, rate(from.links.get(name)?.sent, link.sent), 'bytes/s'),
    ]),
    ...['cpu', 'memory', 'io'].flatMap((what) => pressure(what)),
    ...states(to.processes),
  ];
}

/** The busiest first; each has a place rather than a topic, as processes come and go. */
function busiest(from, to, seconds) {
  const list = [...to.processes].map(([pid, now]) => ({
    pid, name: now.name, memory: now.memory, threads: now.threads, state: now.state,
    cpu: (100 * Math.max(0, now.ticks - (from.processes.get(pid)?.ticks ?? now.ticks))) / ticksPerSecond / seconds,
  }));
  list.sort((a, b) => b.cpu - a.cpu || b.memory - a.memory);
  return list.slice(0, mostProcesses).map((one, i) => {
    const topic = `machine/top/${String(i + 1).padStart(2, '0')}`;
    return { topic, key: topic, event: 'process', data: { rank: i + 1, ...one } };
  });
}

function states(all) {
  const names = { R: 'running', S: 'sleeping', I: 'idle', D: 'waiting for disk', T: 'stopped', Z: 'zombie' };
  return Object.entries(names).map(([letter, name]) =>
    figure(`machine/states/${name.replaceAll(' ', '-')}`, sum(all, ({ state }) => Number(state === letter)), 'count'));
}

function processes() {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(ids.flatMap((pid) => {
    const text = read(`/proc/${pid}/stat`); // empty when it has ended meanwhile
    const end = text.lastIndexOf(')');
    if (end < 0) return [];
    // The name may hold anything, also brackets and spaces; what follows it is numbered from the third field on.
    const fields = text.slice(end + 2).split(' ');
    const name = text.slice(text.indexOf('(') + 1, end);
    return [[pid, { name, state: fields[0], ticks: Number(fields[11]) + Number(fields[12]), threads: Number(fields[17]), memory: Number(fields[21]) * pageBytes }]];
  }));
}

function disks() {
  const lines = read('/proc/diskstats').trim().split('\n').map((line) => line.trim().split(/\s+/));
  const whole = lines.filter(([, , name, reads]) => reads !== '0' && /^(sd[a-z]+|vd[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/.test(name));
  return new Map(whole.map((fields) => [fields[2], { read: 512 * Number(fields[5]), write: 512 * Number(fields[9]) }]));
}

function links() {
  const lines = read('/proc/net/dev').trim().split('\n').slice(2).map((line) => line.trim().split(/[:\s]+/));
  const used = lines.filter(([, received, ...rest]) => received !== '0' && rest.length > 8);
  return new Map(used.map((fields) => [fields[0], { received: Number(fields[1]), sent: Number(fields[9]) }]));
}

function kernel() {
  const pairs = read('/proc/stat').split('\n').map((line) => line.split(' '));
  return Object.fromEntries(pairs.filter(([name]) => name === 'ctxt' || name === 'processes').map(([name, value]) => [name, Number(value)]));
}

/** How much of the last ten seconds some task had to wait, in percent; not every kernel says. */
function pressure(what) {
  const share = /^some avg10=([\d.]+)/.exec(read(`/proc/pressure/${what}`))?.[1];
  return share === undefined ? [] : [figure(`machine/pressure/${what}`, Number(share), '%')];
}

function sum(all, of) {
  return [...all.values()].reduce((total, one) => total + of(one), 0);
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
