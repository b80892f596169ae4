/** The entries of a map in a form, in the order of the file. Keys may be invalid while they are typed. */
export type MapEntries = readonly (readonly [key: string, value: unknown])[];

/** What the schema says of keys. */
interface KeyRules {
  readonly pattern?: string;
  readonly errorMessage?: string;
}

/** The fault of a key. Undefined when it is valid. */
export function keyFault(entries: MapEntries, at: number, key: string, rules: KeyRules = {}): string | undefined {
  if (key === '') return 'must not be empty';
  const { pattern } = rules;
  if (pattern !== undefined && !new RegExp(pattern).test(key)) return rules.errorMessage ?? `must match ${pattern}`;
  return entries.some(([other], i) => i !== at && other === key) ? `is used already: ${key}` : undefined;
}

export function withKey(entries: MapEntries, at: number, key: string): MapEntries {
  return entries.map(([old, value], i) => [i === at ? key : old, value]);
}

export function withValue(entries: MapEntries, at: number, value: unknown): MapEntries {
  return entries.map(([key, old], i) => [key, i === at ? value : old]);
}

/** A first key for a new entry, which no other entry has. */
export function newKey(entries: MapEntries, base: string): string {
  const keys = new Set(entries.map(([key]) => key));
  let key = base;
  for (let i = 2; keys.has(key); i++) key = `${base}${i}`;
  return key;
}

/** The map for the file. Undefined without entries. */
export function mapOf(entries: MapEntries): Readonly<Record<string, unknown>> | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
