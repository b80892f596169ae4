/** 96 random bits, so that no other page makes up the same. `crypto.randomUUID` is missing in an insecure context. */
const page = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
let count = 0;

/** An id that no other event has. */
export const nextEventId = (): string => `${page}-${(count++).toString(36)}`;
