/** An address's query with these parameters set, or without those that are undefined; an empty one stands without `=`. */
export function withParameters(search: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) query.delete(name);
    else query.set(name, value);
  }
  // Names between commas read as they were written.
  const text = query
    .toString()
    .replaceAll('%2C', ',')
    .replace(/(^|&)kiosk=(?=&|$)/, '$1kiosk');
  return text === '' ? '' : `?${text}`;
}
