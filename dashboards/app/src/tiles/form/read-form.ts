import { omitUndefined } from '../../board/omit-undefined.ts';
import type { Reader } from '../../board/reader.ts';
import type { FormField } from '../generated/fields.ts';
import type { FormTileConfig } from '../generated/tile-config.ts';
import type { OwnFields } from '../tile-definition.ts';

const fieldTypes: readonly FormField['type'][] = ['text', 'number', 'select'];

/** Reads the fields of a form, and the topic to which it posts. */
export function readForm(reader: Reader): OwnFields<FormTileConfig> {
  const post = reader.parsed('post', 'a topic without *', (text) => (/^[^\s*]+$/.test(text) ? text : undefined));
  const event = reader.text('event');
  const button = reader.text('button');
  const fields = reader.parts('fields', readField);
  reader.need('post', 'say which topic the form posts to');
  if (!reader.has('fields') || (fields.length === 0 && !reader.hasErrors))
    reader.fail('fields', 'must have at least one field');
  return { fields, post: post ?? '', ...omitUndefined({ event, button }) };
}

function readField(part: Reader): FormField {
  const name = part.text('name') ?? '';
  if (name === '') part.fail('name', 'is missing');
  const type = part.oneOf('type', fieldTypes) ?? 'text';
  const options = part.texts('options') ?? [];
  if (type === 'select' && options.length === 0) part.fail('options', 'must have at least one option');
  const [min, max] = [part.number('min'), part.number('max')];
  if (min !== undefined && max !== undefined && min > max) part.fail('min', 'must not be more than max');
  const value = type === 'number' ? part.number('default') : part.text('default');
  return {
    name,
    type,
    options,
    label: part.text('label') ?? name,
    optional: part.flag('optional') ?? false,
    ...omitUndefined({ min, max, step: part.number('step'), unit: part.text('unit'), default: value }),
  };
}
