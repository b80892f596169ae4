// A broadcast server as its users write one with npm's ws: every posted body goes to every client. `make bench` measures
// LiveFeed beside it. Usage: node bench-server.mjs PORT
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const server = createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    const text = Buffer.concat(parts).toString()
    for (const client of sockets.clients) client.send(text)
    response.writeHead(202, { 'Content-Length': 0 }).end()
  })
})
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
server.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 })
