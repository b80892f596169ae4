/** The number in an event's data: at the dotted path, or else the data itself or its `value`. */
export function readValue(data: unknown, path?: string): number | undefined {
  const value = path !== undefined ? follow(data, path) : typeof data === 'number' ? data : follow(data, 'value');
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The text, number or boolean in an event's data, by the same rule. Nothing else is a state. */
export function readScalar(data: unknown, path?: string): string | number | boolean | undefined {
  const isScalar = (value: unknown) =>
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
  const value = path !== undefined ? follow(data, path) : isScalar(data) ? data : follow(data, 'value');
  return isScalar(value) ? (value as string | number | boolean) : undefined;
}

/** The unit that the data names beside its value. */
export function readUnit(data: unknown): string | undefined {
  const unit = follow(data, 'unit');
  return typeof unit === 'string' ? unit.slice(0, 16) : undefined;
}

/** What stands at a dotted path of the data. */
export function follow(data: unknown, path: string): unknown {
  let value = data;
  for (const name of path.split('.')) {
    // Own members only: a path such as `constructor.length` must find nothing.
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
