import { expect, test } from 'vitest';
import { readFrame } from '../../src/sse/frame.ts';

const envelope = '{"topic":"a","event":"message","time":"2026-01-01T00:00:00Z","data":1}';
const read = (id: string | undefined) => readFrame({ kind: 'event', event: 'message', data: envelope, id })[0];

test('an event stands where its own id says', () => {
  expect(read('e1-7')).toMatchObject({ kind: 'event', event: { position: 'e1-7', topic: 'a', data: 1 } });
});

test('an ephemeral event, which has no id, stands nowhere in the log', () => {
  expect(read(undefined)).not.toHaveProperty('event.position');
});
