// A broadcast server as its users write one with npm's socket.io: every posted body goes to every client. `make bench`
// measures LiveFeed beside it. The load generator answers no ping, so they are rare. With the address of a Redis it is one of
// several nodes with the Redis adapter; a body is then JSON: a string is an event, an array of strings many.
// Usage: node bench-socketio.mjs PORT [HOST:PORT]
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const [port, redis] = process.argv.slice(2)

const server = createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    const text = Buffer.concat(parts).toString()
    for (const event of redis ? [JSON.parse(text)].flat() : [text]) io.emit('message', event)
    response.writeHead(202, { 'Content-Length': 0 }).end()
  })
})
const io = new Server(server, { pingInterval: 600_000, serveClient: false })
// Producers have a namespace of their own, lest they be sent what they publish.
io.of('/producers').on('connection', (producer) =>
  producer.on('publish', (events, acknowledge) => {
    for (const event of [events].flat()) io.emit('message', event)
    acknowledge()
  }),
)
if (redis) io.adapter(await redisAdapter(`redis://${redis}`))
server.listen({ port: Number(port), host: '127.0.0.1', backlog: 4096 })

async function redisAdapter(url) {
  const [{ createAdapter }, { createClient }] = await Promise.all([import('@socket.io/redis-adapter'), import('redis')])
  const publisher = createClient({ url })
  const subscriber = publisher.duplicate()
  await Promise.all([publisher.connect(), subscriber.connect()])
  return createAdapter(publisher, subscriber)
}
