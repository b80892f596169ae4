import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { boardSchema } from './board-schema.mjs';
import { jsonText } from './json-text.mjs';
import { readSources } from './sources.mjs';
import { fieldsText, tileConfigText, tileDefaultsText, tileDefinitionsText, tileFormsText } from './tile-config.mjs';

/**
 * All that is composed from the schemas of the tile types, by its path in the folder of the page.
 * @param {string} app
 * @returns {Readonly<Record<string, string>>}
 */
export function compose(app) {
  const sources = readSources(app);
  return {
    '../board.schema.json': `${jsonText(boardSchema(sources))}\n`,
    'src/tiles/generated/fields.ts': fieldsText(sources),
    'src/tiles/generated/tile-config.ts': tileConfigText(sources),
    'src/tiles/generated/tile-defaults.ts': tileDefaultsText(sources),
    'src/tiles/generated/tile-definitions.ts': tileDefinitionsText(sources),
    'src/tiles/generated/tile-forms.ts': tileFormsText(sources),
  };
}

/** Writes what differs, and no more: the build would else find everything new. */
export function writeComposed(app) {
  for (const [name, text] of Object.entries(compose(app))) {
    const path = join(app, name);
    if (read(path) === text) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
