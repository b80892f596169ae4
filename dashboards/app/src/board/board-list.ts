import { readJson } from '@livefeed/client';

/** An entry of the service's board list. */
export interface BoardEntry {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  /** What is wrong with the file, with the line. Null when nothing is. */
  readonly error: string | null;
}

export interface BoardList {
  readonly boards: readonly BoardEntry[];
  /** Whether whoever looks may make another. */
  readonly mayMake: boolean;
}

export async function listBoards(): Promise<BoardList> {
  const response = await fetch('/boards', { headers: { Accept: 'application/json' }, cache: 'no-cache' });
  return { boards: await readJson<BoardEntry[]>(response), mayMake: allowsSaving(response) };
}

/** The service says with its boards whether whoever asks may change them. */
export const allowsSaving = ({ headers }: Response): boolean => headers.get('Allow')?.includes('PUT') ?? false;

/** Its title in lists, without variables: only the board itself knows their values. */
export function listedTitle({ title, name }: Pick<BoardEntry, 'title' | 'name'>): string {
  return title.replaceAll(/\s*\{[A-Za-z]\w*\}/g, '') || name;
}
