import { isPage, Refusal } from '@livefeed/client/engine';

/**
 * The result of a save or a removal: done, with the new tag; refused because someone else changed the file; or refused for
 * other reasons.
 */
export type SaveResult =
  | { readonly kind: 'saved'; readonly tag: string | undefined }
  | { readonly kind: 'changed'; readonly errors: readonly string[] }
  | { readonly kind: 'refused'; readonly errors: readonly string[] };

/** `tag` is that of the file when it was read. With `new` there must be no file, and `any` replaces any file. */
export function saveBoard(name: string, text: string, tag: string): Promise<SaveResult> {
  return send(name, { method: 'PUT', headers: { 'Content-Type': 'application/json', ...conditionOf(tag) }, body: text });
}

/** `tag` as for a save. */
export function removeBoard(name: string, tag: string): Promise<SaveResult> {
  return send(name, { method: 'DELETE', headers: conditionOf(tag) });
}

function conditionOf(tag: string): Record<string, string> {
  return tag === 'new' ? { 'If-None-Match': '*' } : tag === 'any' ? {} : { 'If-Match': tag };
}

async function send(name: string, request: RequestInit): Promise<SaveResult> {
  try {
    const response = await fetch(`/boards/${encodeURIComponent(name)}.json`, request);
    // A proxy may answer 200 with a login page. Then nothing is saved.
    if (isPage(response)) return { kind: 'refused', errors: [await pageText(response)] };
    if (response.ok) return { kind: 'saved', tag: response.headers.get('ETag') ?? undefined };
    return { kind: response.status === 412 ? 'changed' : 'refused', errors: await problemOf(response) };
  } catch {
    return { kind: 'refused', errors: ['The service does not answer.'] };
  }
}

async function pageText(response: Response): Promise<string> {
  return response.ok
    ? `Nothing is saved: ${(await Refusal.from(response)).message}`
    : `Not the service, but a proxy before it, answered ${response.status}.`;
}

async function problemOf(response: Response): Promise<readonly string[]> {
  try {
    const { detail, errors } = (await response.json()) as { detail?: string; errors?: Record<string, string[]> };
    const listed = Object.values(errors ?? {}).flat();
    return listed.length > 0 ? listed : [detail ?? `The service answered ${response.status}.`];
  } catch {
    return [`The service answered ${response.status}.`];
  }
}
