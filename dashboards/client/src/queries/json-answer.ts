import { requireAnswer } from '../refusal.ts';

/** The JSON of an answer; a `Refusal` when the service says no, or when something else answered in its place. */
export async function readJson<T>(response: Response): Promise<T> {
  await requireAnswer(response);
  return (await response.json()) as T;
}
