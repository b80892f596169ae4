// The network between a client and the service: it may be cut, and go dead without a word.
import net from 'node:net'

export class Line {
  constructor(target) {
    this.target = new URL(target)
    this.isCut = this.isStalled = false
    this.sockets = new Set()
    this.server = net.createServer((socket) => this.forward(socket))
  }

  /** Where the client connects. */
  async listen() {
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done))
    return `http://127.0.0.1:${this.server.address().port}`
  }

  /** Breaks every connection, and takes none until it is mended. */
  cut() {
    this.isCut = true
    for (const socket of this.sockets) socket.destroy()
  }

  /** Nothing comes through any more, nor that the other side closed; nor through the connections that it takes. */
  stall() {
    this.isStalled = true
    for (const socket of this.sockets) socket.unpipe().pause()
  }

  /** From now on new connections get through. */
  mend() {
    this.isCut = this.isStalled = false
  }

  forward(socket) {
    if (this.isCut) return socket.destroy()
    if (this.isStalled) return socket.on('error', () => {}).pause()
    const onward = net.connect(this.target.port, this.target.hostname)
    for (const [one, other] of [[socket, onward], [onward, socket]]) {
      this.sockets.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => {
        this.sockets.delete(one)
        if (!this.isStalled) other.destroy()
      })
      one.pipe(other)
    }
  }
}
