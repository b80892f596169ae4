// The official client of Socket.IO against the service, over each transport: rooms, acknowledgements, binary data,
// namespaces, order, and a broken connection.
// Usage: node socketio.mjs http://127.0.0.1:5080 TRANSPORTS KEY (polling, websocket, both)
// The service: a key that may do all, SocketIo:Namespaces /shop, SocketIo:Relay draw, a short PingInterval.
import * as common from './socketio/common.mjs'
import { all, ask, client, event, require, until } from './socketio/common.mjs'

const [url, asked, key] = process.argv.slice(2)
const eachSends = 300
const open = []

async function connect(path = '/') {
  const socket = await common.connect(url + path, asked, { auth: { token: key } })
  open.push(socket)
  return socket
}

/** The next of this name for which it holds. */
const eventWhere = (socket, name, holds) =>
  new Promise((done) => {
    const take = (...values) => {
      if (!holds(...values)) return
      socket.off(name, take)
      done(values)
    }
    socket.on(name, take)
  })

// Rooms: the others are told of who comes; all get a message, its sender too; typing goes to the others.
const [ada, bob, eve] = [await connect(), await connect(), await connect()]
await ask(ada, 'join-room', 'general')
const joined = event(ada, 'user-joined')
await ask(bob, 'join-room', 'general')
const [who] = await joined
require(who.userId === bob.id && Number.isInteger(who.timestamp), `joined: ${JSON.stringify(who)}`)
await ask(eve, 'join-room', 'other')

const [seenByAda, seenByBob, seenByEve] = [ada, bob, eve].map((socket) => all(socket, 'message'))
const [typedToAda, typedToBob] = [ada, bob].map((socket) => all(socket, 'user-typing'))
for (let i = 0; i < eachSends; i++) {
  ada.emit('message', { text: `ada ${i}` })
  bob.emit('message', { text: `bob ${i}`, parts: [Buffer.from([i & 255, 0, 255])] })
}
eve.emit('message', { text: 'elsewhere' })
await until(() => seenByAda.length >= 2 * eachSends && seenByBob.length >= 2 * eachSends, 'every message is there')
await until(() => seenByEve.length === 1, 'the other room has its own')
const textsOf = (seen) => seen.map(([{ text }]) => text)
require(textsOf(seenByAda).join() === textsOf(seenByBob).join(), 'the two see another order')
require(new Set(textsOf(seenByAda)).size === 2 * eachSends, 'a message is there twice or not at all')
for (const [name, socket] of [['ada', ada], ['bob', bob]]) {
  const own = seenByAda.filter(([{ userId }]) => userId === socket.id)
  require(own.every(([{ text }], i) => text === `${name} ${i}`), `${name}'s messages are out of order`)
}
const binary = seenByAda.filter(([{ parts }]) => parts !== undefined)
require(
  binary.length === eachSends &&
    binary.every(([{ parts }], i) => Buffer.isBuffer(parts[0]) && parts[0].equals(Buffer.from([i & 255, 0, 255]))),
  'binary data comes back as something else',
)

bob.emit('typing', true)
await until(() => typedToAda.length === 1, 'typing is told')
require(typedToAda[0][0].userId === bob.id && typedToAda[0][0].isTyping === true, 'typing says something else')
require(typedToBob.length === 0, 'typing comes back to who types')

const drawn = event(ada, 'draw')
bob.emit('draw', { x: 1 }, Buffer.from('line'))
const [point, line] = await drawn
require(point.x === 1 && Buffer.isBuffer(line) && line.toString() === 'line', 'a relayed event is another one')

// Topics.
const told = event(eve, 'order.paid')
const followed = await ask(eve, 'subscribe', ['orders/**'])
require(followed.topics[0] === 'orders/**', `subscribed: ${JSON.stringify(followed)}`)
const published = await ask(bob, 'publish', { topic: 'orders/eu', event: 'order.paid', data: { id: 42 } })
require(published.accepted === 1, `published: ${JSON.stringify(published)}`)
const [order, meta] = await told
require(order.id === 42 && meta.topic === 'orders/eu' && meta.position === published.positions.first, 'the order is another')
const refused = await ask(bob, 'publish', { topic: 'a b' })
require(refused.error?.status === 422, `not refused: ${JSON.stringify(refused)}`)

// Namespaces: rooms of their own, over the same connection; others are refused.
const shop = bob.io.socket('/shop', { auth: { token: key } })
await event(shop, 'connect')
require(shop.id !== bob.id, 'two namespaces have one id')
await ask(shop, 'join-room', 'general')
const [sold] = await Promise.all([event(shop, 'message'), ask(shop, 'message', { text: 'sold' })])
require(sold[0].text === 'sold' && !textsOf(seenByAda).includes('sold'), 'a room of a namespace is not its own')
const unknown = client(`${url}/none`, asked, { auth: { token: key } })
const [error] = await event(unknown, 'connect_error')
require(error.message === 'Invalid namespace', `unknown namespace: ${error.message}`)
unknown.close()

// A token that is none.
const stranger = client(url, asked, { auth: { token: 'none' } })
const [problem] = await event(stranger, 'connect_error')
require(problem.message === 'Authentication error', `wrong token: ${problem.message}`)
stranger.close()

// Upgraded, where both are allowed; the heartbeat has passed by now, and will again.
if (asked === 'both') await until(() => ada.io.engine.transport.name === 'websocket', 'the upgrade')
await event(ada.io, 'ping')

// A connection that breaks: the client is back by itself, as another one; the others are told that it left.
const before = bob.id
const left = eventWhere(ada, 'user-left', ({ userId }) => userId === before)
const back = event(bob, 'connect')
bob.io.engine.close()
await back
require(bob.id !== before, 'it came back with the id of the one before')
await ask(bob, 'join-room', 'general')
await left
const again = event(ada, 'message')
bob.emit('message', { text: 'back' })
require((await again)[0].text === 'back', 'after the break')

// Goodbye is told at once.
const id = bob.id
const gone = eventWhere(ada, 'user-left', ({ userId }) => userId === id)
bob.disconnect()
await gone

for (const socket of open) socket.close()
common.end(`${2 * eachSends} messages in one order, and all else as it should be`)
