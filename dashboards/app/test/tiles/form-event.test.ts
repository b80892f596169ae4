import { describe, expect, test } from 'vitest';
import { formEvent, randomId } from '../../src/tiles/form/form-event.ts';

describe('what a form posts', () => {
  test('is an object of what was filled in', () => {
    const event = formEvent('auction/bids', 'bid', [
      ['name', 'ada'],
      ['amount', 0],
      ['note', undefined],
    ]);
    expect(event).toEqual({ topic: 'auction/bids', event: 'bid', data: { name: 'ada', amount: 0 } });
  });

  test('has no name of its own unless the board gives one', () => {
    expect(formEvent('a', undefined, [])).toEqual({ topic: 'a', data: {} });
  });

  test('has an id that no other has', () => {
    expect(randomId()).toMatch(/^[0-9a-f]{32}$/);
    expect(randomId()).not.toBe(randomId());
  });
});
