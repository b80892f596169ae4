// Three users of a page that was made for a plain chat server, by npm's ws: its own messages, and nothing of ours but the URL.
// Usage: node chat.mjs ws://127.0.0.1:5080/ws
import WebSocket from 'ws'

const url = process.argv[2]
const eachSends = 500
const names = ['Ada', 'Bob', 'Eve']

class Page {
  constructor(name) {
    this.name = name
    this.seen = []
    this.waiting = []
    this.typed = []
    this.left = []
    this.socket = new WebSocket(url)
    this.socket.on('error', (e) => fail(`${name}: ${e.message}`))
    this.socket.on('message', (data) => this.take(JSON.parse(data.toString())))
  }

  opened() {
    return new Promise((resolve) => this.socket.once('open', resolve))
  }

  send(message) {
    this.socket.send(JSON.stringify({ userId: this.name.toLowerCase(), username: this.name, timestamp: Date.now(), ...message }))
  }

  take(message) {
    if (message.type === 'message') this.seen.push(message.content)
    if (message.type === 'typing') this.typed.push(message.username)
    if (message.type === 'leave') this.left.push(message.username)
    this.waiting = this.waiting.filter(({ until, resolve }) => !until(message) || resolve(message))
  }

  until(until) {
    return new Promise((resolve) => this.waiting.push({ until, resolve }))
  }
}

function fail(why) {
  console.error(why)
  process.exit(1)
}

function require(isTrue, otherwise) {
  if (!isTrue) fail(otherwise)
}

setTimeout(() => fail('it takes too long'), 60_000)

const pages = []
for (const name of names) {
  const page = new Page(name)
  const joined = page.until((m) => m.type === 'room_state')
  await page.opened()
  page.send({ type: 'join' })
  const state = await joined
  require(state.users.length === pages.length, `${name} sees ${state.users.length} others`)
  pages.push(page)
}

const all = names.length * eachSends
const done = Promise.all(pages.map((page) => page.until(() => page.seen.length === all)))
for (let i = 0; i < eachSends; i++) {
  for (const page of pages) page.send({ type: 'message', content: `${page.name} ${i}` })
}
await done

for (const page of pages) {
  require(new Set(page.seen).size === all, `${page.name} has duplicates`)
  require(page.seen.join() === pages[0].seen.join(), `${page.name} has another order`)
  for (const name of names) {
    const own = page.seen.filter((content) => content.startsWith(name))
    require(own.every((content, i) => content === `${name} ${i}`), `${name}'s messages are out of order`)
  }
}

const [ada, bob, eve] = pages
const told = Promise.all([bob, eve].map((page) => page.until((m) => m.type === 'typing')))
ada.send({ type: 'typing' })
await told
require(ada.typed.length === 0, 'typing came back to who types')

const gone = Promise.all([ada, bob].map((page) => page.until((m) => m.type === 'leave')))
eve.socket.terminate()
await gone
require(ada.left.join() === 'Eve' && bob.left.join() === 'Eve', 'who is gone is not told')
console.log(`${all} messages in one order, typing and leave as they should be`)
process.exit(0)
