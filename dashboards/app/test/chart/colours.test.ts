import { describe, expect, it } from 'vitest';
import sheet from '../../src/styles/colours.css?raw';
import { contrast, difference, over, seenBy, sights } from '../support/colour-sight.ts';

/** The colours of a theme, by name: the dark one has all that it does not name from the light one. */
function theme(name: 'light' | 'dark'): Readonly<Record<string, string>> {
  const [light = {}, dark = {}] = sheet
    .split('}')
    .map((block) =>
      Object.fromEntries([...block.matchAll(/--([\w-]+): (#[\da-f]{6,8});/g)].map(([, key, value]) => [key, value])),
    );
  return name === 'light' ? light : { ...light, ...dark };
}

const names = Array.from({ length: 8 }, (_, i) => `series-${i + 1}`);

describe.each(['light', 'dark'] as const)('The %s theme', (name) => {
  const colours = theme(name);
  const colour = (key: string) => colours[key] ?? '';

  it.each([...names, 'ok', 'warning', 'critical', 'accent', 'control'])('has %s in at least 3:1 on a tile', (key) => {
    expect(contrast(colour(key), colour('surface'))).toBeGreaterThanOrEqual(3);
  });

  it.each(['text', 'muted', 'warning-text', 'critical-text', 'ok', 'accent'])(
    'has texts in %s in at least 4.5:1 on tile, page and what is raised',
    (key) => {
      for (const ground of ['surface', 'page', 'raised'])
        expect(contrast(colour(key), colour(ground)), ground).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each([
    ['ok', 'ok-soft'],
    ['warning-text', 'warning-soft'],
    ['critical-text', 'critical-soft'],
  ])('has texts in %s in at least 4.5:1 on %s', (key, ground) => {
    expect(contrast(colour(key), over(colour(ground), colour('surface')))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.keys(sights))('has series that %s eyes tell apart', (sight) => {
    // Five times what is just noticed.
    const least = 0.1;
    const seen = names.map((key) => seenBy(sight, colour(key)));
    for (let i = 0; i < seen.length; i++) {
      for (let j = 0; j < i; j++)
        expect(difference(seen[i], seen[j]), `series ${j + 1} and ${i + 1}`).toBeGreaterThanOrEqual(least);
    }
  });
});
