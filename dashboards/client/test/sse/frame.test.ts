import { expect, test } from 'vitest';
import { readFrame } from '../../src/sse/frame.ts';

const envelope = '{"topic":"a","event":"message","time":"2026-01-01T00:00:00Z","data":1}';
const read = (hasOwnId: boolean) => readFrame({ kind: 'event', event: 'message', data: envelope, id: 'e1-7', hasOwnId })[0];

test('an event stands where its own id says', () => {
  expect(read(true)).toMatchObject({ kind: 'event', event: { position: 'e1-7', topic: 'a', data: 1 } });
});

test('an ephemeral event, which has the id of the block before, stands nowhere in the log', () => {
  expect(read(false)).not.toHaveProperty('event.position');
});
