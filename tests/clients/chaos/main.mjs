// The client of dashboards/client behind a bad network: every event comes once and in order, and by the transport that gets
// through. Usage: node main.mjs http://127.0.0.1:5080 TRANSPORT NETWORK; prints one line about what happened.
import WebSocket from 'ws'
import { connect } from '../../../dashboards/client/dist/index.js'
import { Proxy } from './proxy.mjs'

const networks = {
  faulty: { faults: 8 },
  // Fewer than those after which a transport is given up.
  'no-upgrades': { upgrades: 'refuse', faults: 2 },
  'hanging-upgrades': { upgrades: 'hang' },
  'mute-sockets': { upgrades: 'mute' },
  buffering: { upgrades: 'refuse', streams: 'buffer' },
  stopping: { upgrades: 'refuse', streams: 'stop' },
}
const rounds = 40
const perRound = 25
const expected = Array.from({ length: rounds * perRound }, (_, i) => i)

const [service, transport, network] = process.argv.slice(2)
setTimeout(() => fail('it takes too long'), 100_000).unref()
// Waits are drawn from the lower end, or the test would wait most of its time. Their lengths are tested elsewhere.
const random = Math.random
Math.random = () => random() * 0.05
// The client leaves a transport of which nothing comes for 5 s. A busy machine may take as long to answer, so where no case
// waits for that, it gets a minute.
const firstWithin = 5_000
const { setTimeout: setTimer } = globalThis
if (network === 'no-upgrades') {
  globalThis.setTimeout = (act, time, ...rest) => setTimer(act, time === firstWithin ? 60_000 : time, ...rest)
}

const start = await publish([{ topic: 'before', data: 0 }])
const proxy = new Proxy(service, networks[network])
const problems = []
const feed = connect({
  url: await proxy.listen(),
  transport,
  topics: ['first'],
  after: start,
  WebSocket,
  share: false,
  onProblem: (problem) => problems.push(problem),
})
const seen = { first: [], second: [] }
feed.on('*', ({ topic, data }) => seen[topic].push(data))

let subscribed
for (let round = 0; round < rounds; round++) {
  const numbers = expected.slice(round * perRound, (round + 1) * perRound)
  await publish(['first', 'second'].flatMap((topic) => numbers.map((data) => ({ topic, data }))))
  if (round === rounds / 2) subscribed = feed.subscribe('second', { after: start })
  // The faults are spread over the whole, whatever the machine's pace.
  await until(() => seen.first.length >= round * perRound * 0.8)
}
await until(() => seen.first.length >= expected.length && seen.second.length >= expected.length)
await subscribed
const used = feed.status.transport
// What would come twice comes now.
await publish([{ topic: 'first', data: 'last' }])
await until(() => seen.first.at(-1) === 'last')
feed.close()
proxy.close()

compare('first', [...expected, 'last'])
compare('second', expected)
const broken = Object.entries(proxy.broken).filter(([, count]) => count > 0)
console.log(JSON.stringify({ transport: used, broken: Object.fromEntries(broken), problems: problems.map(nameOf) }))
process.exit(0)

function nameOf({ kind, transport: by }) {
  return `${by} ${kind}`
}

function compare(topic, all) {
  if (JSON.stringify(seen[topic]) === JSON.stringify(all)) return
  const at = all.findIndex((one, i) => one !== seen[topic][i])
  fail(`${topic}: ${seen[topic].length} events in place of ${all.length}; from ${at} on ${seen[topic].slice(at, at + 10)}`)
}

async function publish(events) {
  const response = await fetch(`${service}/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(events),
  })
  if (response.status !== 202) fail(`publishing: ${response.status} ${await response.text()}`)
  return (await response.json()).positions.last
}

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

function fail(why) {
  console.error(why, JSON.stringify({ status: feed?.status, problems, broken: proxy?.broken }))
  process.exit(1)
}
