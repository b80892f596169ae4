// A broadcast server as its users write one with npm's socket.io: every posted body goes to every client. `make bench`
// measures LiveFeed beside it. The load generator answers no ping, so they are rare. Usage: node bench-socketio.mjs PORT
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const server = createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    io.emit('message', Buffer.concat(parts).toString())
    response.writeHead(202, { 'Content-Length': 0 }).end()
  })
})
const io = new Server(server, { pingInterval: 600_000, serveClient: false })
server.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 })
