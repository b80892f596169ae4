// npm's eventsource, as a dashboard in Node.js follows: it comes back by itself and misses nothing.
// Usage: node follow.mjs http://127.0.0.1:5080 TOPIC COUNT; prints the data of each event on a line.
import { EventSource } from 'eventsource'

const [address, topic, count] = process.argv.slice(2)
const source = new EventSource(`${address}/events?topic=${encodeURIComponent(topic)}&last=${count}`)
let seen = 0
source.onmessage = (e) => {
  console.log(e.data)
  if (++seen === Number(count)) process.exit(0)
}
setTimeout(() => {
  console.error('it takes too long')
  process.exit(1)
}, 30_000)
