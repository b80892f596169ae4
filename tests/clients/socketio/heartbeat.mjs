// A heartbeat that is lost, with the official client. Usage: node heartbeat.mjs http://127.0.0.1:5080 TRANSPORT WHO
// WHO: server (nothing comes from it any more), client (it answers no ping)
// The service: Anonymous all, a short PingInterval, PingTimeout and Rooms:LeaveAfter.
import { all, connect, done, end, event, require, until } from './common.mjs'
import { Line } from './line.mjs'

const [url, transport, who] = process.argv.slice(2)
const line = new Line(url)
const ada = await connect(await line.listen(), transport, { reconnection: who === 'server' })
const bob = await connect(url, transport)
for (const socket of [ada, bob]) await done(socket, 'join-room', 'general')
const { id } = ada
const left = all(bob, 'user-left')
const lost = event(ada, 'disconnect')

if (who === 'server') {
  await event(ada.io, 'ping')
  const back = event(ada, 'connect')
  line.stall()
  require((await lost)[0] === 'ping timeout', `the client sees ${await lost}`)
  line.mend()
  await back
  require(ada.id !== id, 'it is back with the id of the one before')
  await done(ada, 'join-room', 'general')
} else {
  let pings = 0
  const { engine } = ada.io
  ada.io.on('ping', () => pings++)
  const send = engine._sendPacket.bind(engine)
  engine._sendPacket = (type, ...rest) => type === 'pong' || send(type, ...rest)
  engine._pingTimeout *= 10 // the server is the one that gives up, however late its timer is
  require((await lost)[0] === 'transport close', `the client sees ${await lost}`)
  require(pings === 1, `it was pinged ${pings} times without an answer`)
}

// The others are told that it left, once; who answers pings stays.
await until(() => left.length > 0, 'the others are told')
await event(bob.io, 'ping')
require(left.length === 1 && left[0][0].userId === id, `who left: ${JSON.stringify(left)}`)
require(bob.connected, 'the other client is gone, too')
const heard = event(bob, 'message')
await done(who === 'server' ? ada : bob, 'message', { text: 'after' })
require((await heard)[0].text === 'after', 'after the loss')
end('the loss is seen')
