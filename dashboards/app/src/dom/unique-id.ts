let made = 0;

/** An id that nothing else on the page has: forms, tiles and the editor stand on it side by side. */
export function uniqueId(prefix: string): string {
  return `${prefix}-${++made}`;
}
