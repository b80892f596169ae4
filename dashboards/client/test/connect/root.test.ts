import { afterEach, expect, test, vi } from 'vitest';
import { rootOf } from '../../src/feed/root.ts';

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['https://feed.example.com', 'https://feed.example.com'],
  ['https://example.com/feed/', 'https://example.com/feed'],
  ['', ''],
])('a url that is given counts: “%s”', (url, root) => {
  expect(rootOf(url, 'https://elsewhere/client/connect.js')).toBe(root);
});

test.each([
  ['https://feed.example.com/client/connect.js', 'https://feed.example.com'],
  ['http://localhost:5080/base/client/connect.js', 'http://localhost:5080/base'],
])('a module of a service belongs to it: %s', (module, root) => {
  expect(rootOf(undefined, module)).toBe(root);
});

test.each(['https://shop.example.com/assets/index-5f3.js', 'file:///app/client/connect.js'])(
  'a module from elsewhere belongs to the page: %s',
  (module) => {
    vi.stubGlobal('location', { origin: 'https://shop.example.com' });
    expect(rootOf(undefined, module)).toBe('https://shop.example.com');
  },
);

test('without a page and a service a url is needed', () => {
  vi.stubGlobal('location', undefined);
  expect(() => rootOf(undefined, 'file:///app/connect.js')).toThrow('needs the url');
});
