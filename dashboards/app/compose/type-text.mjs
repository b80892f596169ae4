// JSON Schema as TypeScript: of the settings as the page has them when a file is read, with times in milliseconds.

/** Where the page has another type than the file. */
const parsed = { timeSpan: 'number', refreshSpan: 'number', pattern: 'string' };

export function typeText(schema, definitions) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice('#/$defs/'.length);
    return parsed[name] ?? definitions[name].tsName;
  }
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeText({ ...schema, type }, definitions)).join(' | ');
  if (schema.enum !== undefined) return schema.enum.map((one) => `'${one}'`).join(' | ');
  if (schema.type === 'array') return listText(schema, definitions);
  if (schema.type === 'object') return `Readonly<Record<string, ${typeText(schema.additionalProperties, definitions)}>>`;
  return schema.type === 'integer' ? 'number' : schema.type;
}

/** Numbers of a fixed count are a tuple: a point of a plan. */
function listText({ items, minItems }, definitions) {
  if (items.type === 'number' && minItems !== undefined) return `readonly [${Array(minItems).fill('number').join(', ')}]`;
  const text = typeText(items, definitions);
  return text.includes(' ') ? `readonly (${text})[]` : `readonly ${text}[]`;
}

/** A member of an interface. It may be absent unless it is required, or the page fills it in. */
export function memberText(name, schema, isRequired, definitions) {
  const isThere = isRequired || schema.filled === true || schema.default !== undefined;
  const description = schema.description.replace(' {defaults} unless set', ' by type unless set');
  return `  /** ${description}. */\n  readonly ${name}${isThere ? '' : '?'}: ${typeText(schema, definitions)};`;
}

export function interfaceText(about, head, members) {
  const doc = about === '' ? [] : [`/** ${about} */`];
  return [...doc, `export interface ${head} {`, ...members, '}'].join('\n');
}
