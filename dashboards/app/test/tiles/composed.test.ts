import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compose } from '../../compose/compose.mjs';

const app = fileURLToPath(new URL('../..', import.meta.url));

test.each(Object.entries(compose(app)))(
  '%s is what the schemas of the tile types make of it (else: npm run compose)',
  (name, text) => {
    expect(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')).toBe(text);
  },
);
