// A proxy as bad as networks are. Streams, polls and WebSockets are broken in turn, in each of four ways, until there were
// enough faults; between them bytes are delayed and come in lumps. It may also block upgrades, or hold back what streams.
import http from 'node:http'
import net from 'node:net'

const faults = ['cut', 'reset', 'half-close', 'stall']
const heldMs = 20
const stallMs = 300

export class Proxy {
  /** How often it broke a connection, in each way. */
  broken = Object.fromEntries(faults.map((fault) => [fault, 0]))

  /**
   * upgrades: 'pass', 'refuse' (answered 403), 'hang' (never answered), 'mute' (accepted, and nothing comes through)
   * streams: 'pass', 'buffer' (held until the answer ends), 'stop' (nothing comes after the first 2,000 bytes)
   * posts: 'pass', 'lose' (of every third POST the answer is lost)
   */
  constructor(target, { upgrades = 'pass', streams = 'pass', posts = 'pass', faults: count = 0 } = {}) {
    this.target = new URL(target)
    this.upgrades = upgrades
    this.streams = streams
    this.posts = posts
    this.posted = 0
    this.lost = 0
    this.left = count
    this.turn = 0
    this.server = http.createServer((request, response) => this.forward(request, response))
    this.server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head))
  }

  async listen() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${this.server.address().port}`
  }

  close() {
    this.server.close()
    this.server.closeAllConnections()
  }

  forward(request, response) {
    const { hostname: host, port } = this.target
    const onward = http.request({ host, port, method: request.method, path: request.url, headers: request.headers })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    onward.on('response', (answer) => {
      if (request.method === 'POST' && this.posts === 'lose' && ++this.posted % 3 === 0) {
        this.lost++
        return response.destroy()
      }
      const isStream = /event-stream/.test(answer.headers['content-type'] ?? '')
      if (isStream && this.streams === 'buffer') return hold(answer, response)
      response.writeHead(answer.statusCode, answer.headers)
      response.flushHeaders()
      const isFollowed = isStream || request.url.startsWith('/poll')
      this.pass(answer, response, response.socket, isStream && this.streams === 'stop' ? 2_000 : undefined, isFollowed)
    })
    request.pipe(onward)
  }

  upgrade(request, socket, head) {
    socket.on('error', () => {})
    if (this.upgrades === 'hang') return
    if (this.upgrades === 'refuse') return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    const onward = net.connect(this.target.port, this.target.hostname)
    onward.on('error', () => socket.destroy())
    const headers = request.rawHeaders.reduce((text, part, i) => text + part + (i % 2 ? '\r\n' : ': '), '')
    onward.write(`GET ${request.url} HTTP/1.1\r\n${headers}\r\n`)
    onward.write(head)
    socket.pipe(onward)
    socket.on('close', () => onward.destroy())
    // The answer to the handshake has about 200 bytes.
    this.pass(onward, socket, socket, this.upgrades === 'mute' ? 'handshake' : undefined, true)
  }

  /** Passes bytes on, up to a limit after which nothing comes, and breaks the connection when its time has come. */
  pass(from, to, socket, limit, mayBreak) {
    const breakAfter = mayBreak && this.left > 0 ? 300 + ((this.turn * 7_919) % 3_000) : Number.POSITIVE_INFINITY
    let passed = 0
    let held = []
    const flush = () => {
      const bytes = Buffer.concat(held)
      held = []
      const end = Math.max(0, Math.min(limit === undefined ? bytes.length : limit - passed, breakAfter - passed))
      if (end > 0) to.write(bytes.subarray(0, end))
      passed += bytes.length
      if (passed < breakAfter || this.left === 0) return
      from.removeListener('data', take)
      from.on('data', () => {})
      this.break(to, socket)
    }
    const take = (bytes) => {
      if (limit === 'handshake') limit = bytes.indexOf('\r\n\r\n') + 4
      // What comes meanwhile goes on in one piece.
      if (held.length === 0) setTimeout(flush, heldMs)
      held.push(bytes)
    }
    from.on('data', take)
    from.on('end', () => setTimeout(() => to.end(), heldMs + 1))
    from.on('error', () => socket.destroy())
    from.on('close', () => from.readableEnded || socket.destroy())
  }

  break(to, socket) {
    this.left--
    const fault = faults[this.turn++ % faults.length]
    this.broken[fault]++
    if (fault === 'cut') socket.destroy()
    else if (fault === 'reset') socket.resetAndDestroy()
    else if (fault === 'half-close') socket.end()
    else setTimeout(() => socket.destroy(), stallMs)
  }
}

/** Nothing comes before the answer ends, which a stream never does. */
function hold(answer, response) {
  const parts = []
  answer.on('data', (part) => parts.push(part))
  answer.on('end', () => response.end(Buffer.concat(parts)))
  answer.on('error', () => response.destroy())
}
