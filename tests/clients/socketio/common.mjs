// What the scripts with the official client of Socket.IO share.
import { once } from 'node:events'
import readline from 'node:readline'
import { io } from 'socket.io-client'

const maxWait = 60_000

setTimeout(() => fail('it takes too long'), 1.5 * maxWait)

export function fail(why) {
  console.error(why)
  process.exit(1)
}

export function require(isTrue, otherwise) {
  if (!isTrue) fail(otherwise)
}

export function same(got, expected, what) {
  const [left, right] = [JSON.stringify(got), JSON.stringify(expected)]
  require(left === right, `${what}:\n got      ${left}\n expected ${right}`)
}

/** A client of its own, not yet connected. */
export const client = (url, transport, options = {}) =>
  io(url, {
    transports: transport === 'both' ? ['polling', 'websocket'] : [transport],
    forceNew: true,
    reconnectionDelay: 50,
    reconnectionDelayMax: 100,
    ...options,
  })

export async function connect(url, transport, options) {
  const socket = client(url, transport, options)
  await event(socket, 'connect')
  return socket
}

/** The values of the next event of this name. */
export const event = (socket, name) => new Promise((done) => socket.once(name, (...values) => done(values)))

/** The values of every event of this name, from now on. */
export function all(socket, name) {
  const got = []
  socket.on(name, (...values) => got.push(values))
  return got
}

export async function until(holds, what) {
  for (const end = Date.now() + maxWait; !holds(); await new Promise((done) => setTimeout(done, 5)))
    require(Date.now() < end, `not in time: ${what}`)
}

export const ask = (socket, ...values) => socket.timeout(maxWait).emitWithAck(...values)

/** Emits, and is acknowledged without an error. */
export async function done(socket, ...values) {
  const answer = await ask(socket, ...values)
  require(!answer?.error, `${values[0]}: ${JSON.stringify(answer)}`)
  return answer
}

export async function publish(url, event) {
  const answer = await fetch(`${url}/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(event),
  })
  require(answer.status === 202, `not published: ${answer.status}`)
}

/** Lets the test do something with the service; resolves when it is done. */
export async function letTest(act) {
  const input = readline.createInterface({ input: process.stdin })
  console.log(`do ${act}`)
  await once(input, 'line')
  input.close()
}

export function end(result) {
  console.log(result)
  process.exit(0)
}
