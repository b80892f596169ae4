import { fieldTypes, type FormField, type TileConfig, type TileType } from './board.ts';
import { present } from './present.ts';
import { readParts } from './read-members.ts';
import type { Reader } from './reader.ts';

/** What a form asks for and where it posts that. */
export function readForm(
  reader: Reader,
  type: TileType | undefined,
  errors: string[],
): Pick<TileConfig, 'post' | 'event' | 'button' | 'fields'> {
  const post = reader.parsed('post', 'a topic without *', (text) => (/^[^\s*]+$/.test(text) ? text : undefined));
  const event = reader.text('event');
  const button = reader.text('button');
  const fields = readParts(reader, 'fields', errors, (part, path) => readField(part, path, errors));
  if (type === 'form') {
    if (reader.any('post') === undefined) reader.fail('post', 'is missing: say which topic the form posts to');
    if (reader.any('fields') === undefined || (fields.length === 0 && errors.length === 0)) reader.fail('fields', 'must have at least one field');
  }
  return { fields, ...present({ post, event, button }) };
}

function readField(part: Reader, path: string, errors: string[]): FormField {
  const name = part.text('name') ?? '';
  if (name === '') errors.push(`${path}.name is missing`);
  const type = part.oneOf('type', fieldTypes) ?? 'text';
  const options = part.texts('options') ?? [];
  if (type === 'select' && options.length === 0) errors.push(`${path}.options must have at least one option`);
  const [min, max] = [part.number('min'), part.number('max')];
  if (min !== undefined && max !== undefined && min > max) errors.push(`${path}.min must not be more than max`);
  const usual = type === 'number' ? part.number('default') : part.text('default');
  return {
    name,
    type,
    options,
    label: part.text('label') ?? name,
    optional: part.flag('optional') ?? false,
    ...present({ min, max, step: part.number('step'), unit: part.text('unit'), default: usual }),
  };
}
