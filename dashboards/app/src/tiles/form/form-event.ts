/** The value of a field. Undefined when it is empty. */
export type FieldValue = string | number | undefined;

/** The event that a form posts: an object of the fields that were filled in. */
export function formEvent(topic: string, name: string | undefined, values: readonly (readonly [string, FieldValue])[]) {
  const data = Object.fromEntries(values.filter(([, value]) => value !== undefined));
  return { topic, ...(name === undefined ? {} : { event: name }), data };
}

/** `crypto.randomUUID` is only there on https and localhost. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
