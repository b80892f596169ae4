import type { Variable } from './board.ts';
import { isObject, Reader } from './reader.ts';

const namePattern = /^[A-Za-z][A-Za-z0-9_]{0,31}$/;

export function readVariables(reader: Reader, errors: string[]): Variable[] {
  const source = reader.any('variables');
  if (source === undefined || source === null) return [];
  if (!isObject(source)) {
    reader.fail('variables', 'must be an object');
    return [];
  }
  return Object.entries(source).flatMap(([name, entry]) => {
    const path = `variables.${name}`;
    if (!namePattern.test(name)) errors.push(`${path} must be a letter, then letters, digits and _`);
    if (!isObject(entry)) {
      errors.push(`${path} must be an object`);
      return [];
    }
    const part = new Reader(entry, errors, `${path}.`);
    const label = part.text('label') ?? name;
    const first = part.text('default');
    const all = part.flag('all') ?? false;
    const optional = part.flag('optional') ?? false;
    const topics = part.parsed('topics', `a topic with {${name}} as one of its segments`, (text) =>
      text.split('/').includes(`{${name}}`) ? text : undefined,
    );
    if (entry['topics'] === undefined) part.fail('topics', 'is missing');
    const given = first === undefined ? {} : { default: first };
    return topics === undefined ? [] : [{ name, label, topics, all, optional, ...given }];
  });
}
