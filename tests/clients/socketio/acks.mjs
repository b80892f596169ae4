// Acknowledgements that the service asks for, by the official client. Usage: node acks.mjs http://127.0.0.1:5080 TRANSPORT
// The namespace /ask: `ask` (values) emits `question` with them, and acknowledges with the answer, or `late`.
import { connect, end, same } from './common.mjs'

const [url, transport] = process.argv.slice(2)
const socket = await connect(`${url}/ask`, transport)
socket.on('question', (how, ...values) => {
  const answer = values.at(-1)
  const given = values.slice(0, -1)
  if (how === 'now') answer(...given)
  else if (how === 'later') setTimeout(() => answer('later', ...given), 20)
  else if (how === 'twice') [1, 2].forEach((n) => answer(n))
})

/** All values of the acknowledgement. */
const ask = (...values) => new Promise((done) => socket.emit(...values, (...answer) => done(answer)))

same(await ask('ask', 'now', { a: [1] }, null, 'é'), [{ a: [1] }, null, 'é'], 'values')
same(await ask('ask', 'now'), [], 'no values')
const [bytes, { deep }] = await ask('ask', 'now', Buffer.from([0, 255]), { deep: [Buffer.from('b')] })
same([[...bytes], deep[0].toString()], [[0, 255], 'b'], 'binary data')
same(await ask('ask', 'twice'), [1], 'the first answer counts')
same(await ask('ask', 'never'), ['late'], 'no answer')

// The one before is not waited for: each answer finds its question.
const many = await Promise.all(Array.from({ length: 50 }, (_, n) => ask('ask-at-once', n % 2 ? 'now' : 'later', n)))
same(many.map((values) => values.at(-1)), Array.from({ length: 50 }, (_, n) => n), 'questions at the same time')
end('every question is answered')
