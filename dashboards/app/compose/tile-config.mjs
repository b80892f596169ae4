// The settings of tiles as TypeScript, a union by type, with what stands where a file says nothing.
import { common } from './board-schema.mjs';
import { jsonText } from './json-text.mjs';
import { definitionsOf } from './sources.mjs';
import { interfaceText, memberText } from './type-text.mjs';

const head = '// Made by `npm run compose` from the schema.json of each tile type. Change those.';

const configName = (name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}TileConfig`;

const sharedNames = (shared) => Object.keys(shared).filter((name) => !common.includes(name));

const file = (...parts) => `${[head, ...parts].join('\n\n')}\n`;

/** The fields of tiles, and what they are made of. */
export function fieldsText(sources) {
  const { shared } = sources;
  const definitions = definitionsOf(sources);
  const parts = Object.values(definitions).filter(({ tsName }) => tsName !== undefined);
  return file(
    ...parts.map((part) => interfaceText('', part.tsName, membersOf(part.properties, part.required ?? [], definitions))),
    interfaceText('What every tile has.', 'TileBase', membersOf(pick(shared, common), [], definitions)),
    interfaceText(
      'What tiles of several types have.',
      'SharedFields',
      membersOf(pick(shared, sharedNames(shared)), [], definitions),
    ),
  );
}

export function tileConfigText(sources) {
  const { types, shared } = sources;
  const definitions = definitionsOf(sources);
  const configs = types.map((type) => configText(type, shared, definitions));
  const names = Object.values(definitions).flatMap(({ tsName }) =>
    tsName !== undefined && uses(configs, tsName) ? tsName : [],
  );
  return file(
    `import type { ${[...names, 'SharedFields', 'TileBase'].sort().join(', ')} } from './fields.ts';`,
    ...configs,
    `export type TileConfig =\n${types.map(({ name }) => `  | ${configName(name)}`).join('\n')};`,
    "export type TileType = TileConfig['type'];",
    '/** The settings of one type. */\nexport type ConfigOf<T extends TileType> = Extract<TileConfig, { readonly type: T }>;',
  );
}

const uses = (texts, name) => texts.some((text) => new RegExp(`\\b${name}\\b`).test(text));

export function tileDefaultsText({ types }) {
  return file(
    "import type { SharedFields } from './fields.ts';\nimport type { TileType } from './tile-config.ts';",
    `export const tileTypes: readonly TileType[] = [\n${types.map(({ name }) => `  '${name}',`).join('\n')}\n];`,
    interfaceText('', 'TileDefaults', [
      '  /** Columns of twelve, and rows. */\n  readonly width: number;\n  readonly height: number;',
      '  /** Columns of two, on a phone. */\n  readonly phoneWidth?: number;',
      '  /** Rows, cells or events. */\n  readonly limit?: number;',
    ]),
    recordText('What a tile has unless its file says.', 'tileDefaults', 'TileDefaults', types.map(defaultsText)),
    recordText(
      'The fields that a type shares with others.',
      'sharedFields',
      'readonly (keyof SharedFields)[]',
      types.map(sharedText),
    ),
  );
}

const recordText = (about, name, type, lines) =>
  `/** ${about} */\nexport const ${name}: Readonly<Record<TileType, ${type}>> = {\n${lines.join('\n')}\n};`;

/** What a type requires of its shared fields is there. */
function configText({ name, required, shared: used, properties }, shared, definitions) {
  const narrowed = pick(
    shared,
    used.filter((field) => required.includes(field)),
  );
  const bases = [
    'TileBase',
    ...(used.length > 0 ? [`Pick<SharedFields, ${used.map((one) => `'${one}'`).join(' | ')}>`] : []),
  ];
  const members = membersOf({ ...narrowed, ...properties }, required, definitions);
  return interfaceText('', `${configName(name)} extends ${bases.join(', ')}`, [`  readonly type: '${name}';`, ...members]);
}

const defaultsText = ({ name, defaults }) =>
  `  ${name}: { ${Object.entries(defaults)
    .map(([field, value]) => `${field}: ${value}`)
    .join(', ')} },`;

const sharedText = ({ name, shared }) => `  ${name}: [${shared.map((one) => `'${one}'`).join(', ')}],`;

const membersOf = (properties, required, definitions) =>
  Object.entries(properties).map(([name, schema]) => memberText(name, schema, required.includes(name), definitions));

const pick = (source, names) => Object.fromEntries(names.map((name) => [name, source[name]]));

/** The code of each type, by its name. */
export function tileDefinitionsText({ types }) {
  const imports = types.map(({ name }) => `import { definition as ${name} } from '../${name}/definition.ts';`);
  return file(imports.join('\n'), `export const definitions = {\n${types.map(({ name }) => `  ${name},`).join('\n')}\n};`);
}

/** What only the editor needs: the fields that a form shows first, and a tile that shows something at once. */
export function tileFormsText({ types }) {
  const forms = Object.fromEntries(
    types.map(({ name, form, required }) => [name, { hasTopics: required.includes('topics'), ...form }]),
  );
  return file(
    interfaceText('', 'TileForm', [
      '  readonly hasTopics: boolean;',
      '  /** The fields that the form shows first. */\n  readonly first: readonly string[];',
      '  /** In which `$topic` stands for a topic. */\n  readonly example: Readonly<Record<string, unknown>>;',
    ]),
    `export const tileForms: Readonly<Record<string, TileForm>> = ${jsonText(forms)};`,
  );
}
