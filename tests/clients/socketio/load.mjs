// Many messages from several official clients at once: everyone gets all of them, in one order.
// Usage: node load.mjs http://127.0.0.1:5080 TRANSPORTS EACH (TRANSPORTS: one for each client, as polling,websocket,both)
import { all, connect, done, end, require, until } from './common.mjs'

const [url, transports, each] = process.argv.slice(2)
const sockets = await Promise.all(transports.split(',').map((transport) => connect(url, transport)))
for (const socket of sockets) await done(socket, 'join-room', 'general')
const seen = sockets.map((socket) => all(socket, 'message'))
const count = sockets.length * each

// In bursts, so that polls and WebSockets are full of messages of everyone.
for (let n = 0; n < each; ) {
  for (const end = Math.min(n + 100, each); n < end; n++) for (const socket of sockets) socket.emit('message', { n })
  await new Promise((done) => setImmediate(done))
}
await until(() => seen.every((messages) => messages.length >= count), `all ${count} messages`)

const orders = seen.map((messages) => messages.map(([{ userId, n }]) => `${userId} ${n}`))
for (const [i, order] of orders.entries()) {
  require(order.length === count && new Set(order).size === count, `client ${i} has a message twice or not at all`)
  require(order.join() === orders[0].join(), `client ${i} sees another order`)
}
for (const { id } of sockets) {
  const own = seen[0].filter(([{ userId }]) => userId === id)
  require(own.every(([{ n }], i) => n === i), 'the messages of a client are out of order')
}
end(`${count} messages in one order for ${sockets.length} clients`)
