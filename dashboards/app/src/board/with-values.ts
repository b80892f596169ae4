import { isObject } from './reader.ts';

/** The values of variables, by name. `*` is all values at once; an empty one leaves its segment out of topics. */
export type VariableValues = Readonly<Record<string, string>>;

/** Members whose texts are topics; every other text is for people. */
const topicMembers = new Set(['topics', 'except', 'post']);

/** A board file with every `{name}` of a variable replaced by its value; the variables themselves stay as they are. */
export function withValues(file: unknown, values: VariableValues): unknown {
  if (!isObject(file)) return file;
  const { variables, ...rest } = file;
  return { ...(replaceIn(rest, values, false) as object), ...(variables === undefined ? {} : { variables }) };
}

/** A topic pattern with the values in it. */
export function topicWith(topic: string, values: VariableValues): string {
  const replaced = replaceNames(topic, values);
  return replaced.endsWith('/') && !topic.endsWith('/') ? replaced.slice(0, -1) : replaced;
}

function textWith(text: string, values: VariableValues): string {
  return replaceNames(
    text,
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === '*' ? 'all' : value])),
  );
}

function replaceNames(text: string, values: VariableValues): string {
  return text.replaceAll(/\{([A-Za-z]\w*)\}(\/?)/g, (found, name: string, slash: string) => {
    if (!Object.hasOwn(values, name)) return found;
    return values[name] === '' ? '' : `${values[name]}${slash}`;
  });
}

function replaceIn(part: unknown, values: VariableValues, isTopic: boolean): unknown {
  if (typeof part === 'string') return isTopic ? topicWith(part, values) : textWith(part, values);
  if (Array.isArray(part)) return part.map((one) => replaceIn(one, values, isTopic));
  if (!isObject(part)) return part;
  // Member names may be topics. Names of the format have no braces.
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [topicWith(name, values), replaceIn(value, values, topicMembers.has(name))]),
  );
}
