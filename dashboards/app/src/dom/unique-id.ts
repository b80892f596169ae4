let made = 0;

/** An id that is unique on the page. */
export function uniqueId(prefix: string): string {
  return `${prefix}-${++made}`;
}
