import { describe, expect, test } from 'vitest';
import { TopicPattern, withoutCovered } from '../../src/topics/topic-pattern.ts';

test.each([
  ['a/b', 'a/b', true],
  ['a/b', 'a/b/c', false],
  ['a/b', 'A/b', false],
  ['a/*', 'a/b', true],
  ['a/*', 'a', false],
  ['a/*', 'a/b/c', false],
  ['*/b', 'a/b', true],
  ['a/*/c', 'a/b/c', true],
  ['a/*/c', 'a/b/d', false],
  ['a/*', 'a/', true],
  ['**', 'anything/at/all', true],
  ['a/**', 'a', true],
  ['a/**', 'a/b/c', true],
  ['a/**', 'ab', false],
  ['*/**', 'a', true],
  ['a/*/**', 'a', false],
  ['a/*/**', 'a/b', true],
  // Only a whole segment is a wildcard, and `**` only in the last place.
  ['a/b*', 'a/bc', false],
  ['**/b', 'a/b', false],
  ['https://example.com/*', 'https://example.com/a', true],
])('%s on %s: %s', (pattern, topic, matches) => {
  expect(new TopicPattern(pattern).matches(topic)).toBe(matches);
});

describe('a set of patterns', () => {
  test('leaves out what another covers', () => {
    expect(withoutCovered(['a/*', 'a/b', 'a/**', 'c', 'c'])).toEqual(['a/**', 'c']);
    expect(withoutCovered(['metrics/host/cpu', '**', 'system/**'])).toEqual(['**']);
  });

  test('keeps what only overlaps', () => {
    expect(withoutCovered(['a/*', '*/b', 'a/*/c'])).toEqual(['a/*', '*/b', 'a/*/c']);
  });

  test('knows that one segment is not any rest', () => {
    expect(withoutCovered(['a/*', 'a/**'])).toEqual(['a/**']);
    expect(withoutCovered(['a/*/**', 'a/**'])).toEqual(['a/**']);
  });
});

describe('two patterns overlap', () => {
  test.each([
    ['a/1', 'a/1', true],
    ['a/1', 'a/2', false],
    ['a/*', 'a/1', true],
    ['*/x', 'd/*', true],
    ['*/x', 'd/y', false],
    ['a/**', 'a', true],
    ['a/**', 'a/b/c', true],
    ['a/**', '*/b/**', true],
    ['a/b/**', 'a', false],
    ['a/*', 'a', false],
    ['**', 'a/b', true],
    ['a/*/c', 'a/**', true],
    ['b/**', 'a/**', false],
  ])('when a topic matches both: %s and %s', (one, other, expected) => {
    const [a, b] = [new TopicPattern(one), new TopicPattern(other)];
    expect([a.overlaps(b), b.overlaps(a)]).toEqual([expected, expected]);
  });
});
