import { isPage, Refusal } from '../refusal.ts';

/** The JSON of an answer; a `Refusal` when the service says no, or when something else answered in its place. */
export async function readJson<T>(response: Response): Promise<T> {
  if (!response.ok) throw await Refusal.from(response);
  if (isPage(response)) throw await Refusal.from(response);
  return (await response.json()) as T;
}
