// What the client of dashboards/client publishes, and says in a room, behind a bad network: all of it is stored once and in
// order. Usage: node publish.mjs http://127.0.0.1:5080 TRANSPORT; prints one line about what happened.
import WebSocket from 'ws'
import { connect } from '../../../dashboards/client/dist/index.js'
import { Proxy } from './proxy.mjs'

const total = 400
const [service, transport] = process.argv.slice(2)
setTimeout(() => fail('it takes too long'), 100_000).unref()
// Waits are drawn from the lower end, or the test would wait most of its time. Their lengths are tested elsewhere.
const random = Math.random
Math.random = () => random() * 0.05

const proxy = new Proxy(service, { faults: 8, posts: 'lose' })
const problems = []
const options = { transport, WebSocket, share: false, batch: { wait: 5 }, onProblem: (problem) => problems.push(problem) }
const feed = connect({ url: await proxy.listen(), ...options })
const room = await feed.join('chaos', { userId: 'ada', username: 'Ada' })
const heard = []
room.on('message', ({ content }) => heard.push(content))

const receipts = []
for (let i = 0; i < total; i++) {
  receipts.push(feed.publish({ topic: 'chaos', data: i }), room.send(i))
  // The faults are spread over the whole, whatever the machine's pace.
  if (i % 10 === 9) await receipts.at(-11)
}
await feed.flush()
const ids = new Set((await Promise.all(receipts)).map(({ id }) => id))
while (heard.length < total) await new Promise((resolve) => setTimeout(resolve, 10))
feed.close()
proxy.close()

const expected = Array.from({ length: total }, (_, i) => i)
compare('published', (await history('chaos')).map(({ data }) => data))
compare('said', (await history('rooms/chaos')).map(({ data }) => data.content))
compare('heard', heard)
if (ids.size !== 2 * total) fail(`${ids.size} ids`)
console.log(JSON.stringify({ broken: Object.values(proxy.broken).reduce((sum, n) => sum + n, 0), lost: proxy.lost > 0 }))
process.exit(0)

async function history(topic) {
  const all = []
  for (let query = `since=01:00:00`; ; ) {
    const response = await fetch(`${service}/history?topic=${topic}&limit=1000&${query}`)
    const { events, next } = await response.json()
    all.push(...events)
    if (events.length === 0) return all
    query = `after=${next}`
  }
}

function compare(what, numbers) {
  if (JSON.stringify(numbers) === JSON.stringify(expected)) return
  const at = expected.findIndex((one, i) => one !== numbers[i])
  fail(`${what}: ${numbers.length} in place of ${total}; from ${at} on ${numbers.slice(at, at + 10)}`)
}

function fail(why) {
  console.error(why, JSON.stringify({ status: feed?.status, problems, broken: proxy?.broken, lost: proxy?.lost }))
  process.exit(1)
}
