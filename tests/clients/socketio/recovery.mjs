// Connection state recovery with the official client: what a client gets that was away.
// Usage: node recovery.mjs http://127.0.0.1:5080 TRANSPORT HOW
// HOW: cut (the network breaks), kill (the service, too), gap (what it missed is no longer there)
// The service: Anonymous all, SocketIo:Recovery, SocketIo:Relay draw. The test does "kill" and "trim".
import { all, ask, connect, done, end, event, letTest, publish, require, same, until } from './common.mjs'
import { Line } from './line.mjs'

const [url, transport, how] = process.argv.slice(2)
const line = new Line(url)
const ada = await connect(await line.listen(), transport)
const bob = await connect(url, transport)
const { id } = ada

// What is about rooms and topics. Each event ends with an offset, which is the library's own.
const names = ['message', 'user-typing', 'draw', 'order.paid']
const seen = []
ada.onAny((name, data, ...rest) => {
  require(/-\d+$/.test(rest.at(-1)) || name === 'livefeed.position', `${name} ends without an offset`)
  if (names.includes(name)) seen.push(`${name} ${JSON.stringify(data.n ?? data.text ?? data.isTyping ?? data)}`)
})
const left = all(bob, 'user-left')

for (const socket of [ada, bob]) await done(socket, 'join-room', 'general')
await done(ada, 'join-room', 'second')
await done(ada, 'subscribe', ['orders/**'])

// An event that is not kept is the last before the break: it, too, says where the client is.
await done(bob, 'message', { text: 'before' })
await done(bob, 'typing', true)
await until(() => seen.length === 2, 'what comes before the break')
same(seen, ['message "before"', 'user-typing true'], 'before the break')

line.cut()
await event(ada, 'disconnect')
const missed = []
async function miss(count) {
  for (let i = 0; i < count; i++) {
    const n = missed.length / 3
    await done(bob, 'message', { n })
    await publish(url, { topic: 'orders/eu', event: 'order.paid', data: { n } })
    await publish(url, { topic: 'rooms/second', event: 'message', data: { content: '', n } })
    await done(bob, 'draw', n) // not kept, so it is lost
    missed.push(`message ${n}`, `order.paid ${n}`, `message ${n}`)
  }
  await done(bob, 'typing', false)
}
await miss(20)

if (how === 'kill') {
  const bobs = bob.id
  const back = event(bob, 'connect')
  await letTest('kill')
  await back
  require(bob.recovered && bob.id === bobs, 'the other client is not recovered')
  await miss(10)
}
if (how === 'gap') await letTest('trim')

const back = event(ada, 'connect')
line.mend()
await back
if (how === 'gap') {
  require(!ada.recovered && ada.id !== id, 'it is recovered although events are lost')
  const refused = await ask(ada, 'message', { text: 'nowhere' })
  require(refused.error?.status === 403, `it is in a room: ${JSON.stringify(refused)}`)
  await done(ada, 'join-room', 'general')
  missed.length = 0
} else require(ada.recovered && ada.id === id, 'it is not recovered')

// Live again: to its first room, by it and by the other; on its topic and in its second room, too, unless it began anew.
const heard = all(bob, 'message')
await done(bob, 'message', { text: 'after' })
const after = ['message "after"', 'message "own"']
if (how !== 'gap') {
  await publish(url, { topic: 'orders/eu', event: 'order.paid', data: { n: 'after' } })
  await publish(url, { topic: 'rooms/second', event: 'message', data: { content: '', n: 'after' } })
  after.splice(1, 0, 'order.paid "after"', 'message "after"')
}
await done(ada, 'message', { text: 'own' })
await until(() => seen.at(-1) === 'message "own"' && heard.length === 2, 'what comes after the break')
same(seen.slice(2), [...missed, ...after], 'after the break')
require(heard[1][0].userId === ada.id, 'it is another one to the others')
same(left, [], 'the others are told that it left')
end(`${missed.length} missed, each there once`)
