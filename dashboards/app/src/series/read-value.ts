/** The number in an event's data: at the dotted path, or else the data itself or its `value`. */
export function readValue(data: unknown, path?: string): number | undefined {
  const value = path !== undefined ? follow(data, path) : typeof data === 'number' ? data : follow(data, 'value');
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The unit that the data names beside its value. */
export function readUnit(data: unknown): string | undefined {
  const unit = follow(data, 'unit');
  return typeof unit === 'string' ? unit.slice(0, 16) : undefined;
}

function follow(data: unknown, path: string): unknown {
  let value = data;
  for (const name of path.split('.')) {
    // Own members only: a path such as `constructor.length` must find nothing.
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
