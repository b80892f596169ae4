// The JSON Schema of board files. A tile has the fields of all types: which of them a type reads, its own schema says.
import { definitionsOf } from './sources.mjs';

/** Only for what is composed here; neither the service nor an editor knows these. */
const internal = new Set(['filled', 'tsName']);

/** Fields that every tile has. They come before those of some types. */
export const common = ['topics', 'except', 'title', 'description', 'width', 'height'];

export function boardSchema(sources) {
  const { $defs, ...board } = sources.board;
  const definitions = { ...$defs, tile: tileSchema(sources), ...definitionsOf(sources) };
  return publicPart({ ...board, $defs: definitions });
}

function tileSchema({ types, shared }) {
  const described = Object.entries(shared).map(([name, field]) => [name, withDefaults(name, field, types)]);
  return {
    type: 'object',
    required: ['type'],
    allOf: neededFields(types),
    additionalProperties: false,
    properties: {
      type: typeSchema(types),
      ...Object.fromEntries(described),
      ...Object.assign({}, ...types.map(({ properties }) => properties)),
    },
  };
}

/** What each type cannot be without. */
function neededFields(types) {
  const needs = ({ required, dependentRequired }) => ({ required, ...(dependentRequired && { dependentRequired }) });
  const alike = groupBy(types, (type) => JSON.stringify(needs(type)));
  return [...alike.values()]
    .filter(([{ required }]) => required.length > 0)
    .map((of) => ({
      if: { properties: { type: { enum: of.map(({ name }) => name) } }, required: ['type'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: needs(of[0]),
    }));
}

/** The editor reads from the description what each type shows. */
function typeSchema(types) {
  const texts = groupBy(types, ({ description }) => description);
  const description = [...texts].map(([text, of]) => `${of.map(({ name }) => name).join(', ')}: ${text}`).join('; ');
  return { type: 'string', enum: types.map(({ name }) => name), description };
}

/** Writes into a description what each type has unless the file says. */
function withDefaults(name, field, types) {
  const having = types.filter(({ defaults }) => defaults[name] !== undefined);
  const byValue = [...groupBy(having, ({ defaults }) => defaults[name])].sort(([a], [b]) => a - b);
  const usual =
    having.length < types.length
      ? undefined
      : byValue.reduce((one, other) => (other[1].length > one[1].length ? other : one));
  const parts = byValue
    .filter((one) => one !== usual)
    .map(([value, of]) => `${listed(of.map((type) => type.name))} ${value.toLocaleString('en')}`);
  if (usual !== undefined) parts.push(`others ${usual[0]}`);
  return { ...field, description: field.description.replace('{defaults}', parts.join(', ')) };
}

/** Node.js 20 has no `Map.groupBy`. */
function groupBy(list, keyOf) {
  const groups = new Map();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

function listed(names) {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function publicPart(part) {
  if (Array.isArray(part)) return part.map(publicPart);
  if (part === null || typeof part !== 'object') return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([name]) => !internal.has(name))
      .map(([name, value]) => [name, publicPart(value)]),
  );
}
