import { readJson } from '@livefeed/client/queries';

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
  /** Whether the reader may make another board. */
  readonly mayMake: boolean;
}

export async function listBoards(): Promise<BoardList> {
  const response = await fetch('/boards', { headers: { Accept: 'application/json' }, cache: 'no-cache' });
  return { boards: await readJson<BoardEntry[]>(response), mayMake: allowsSaving(response) };
}

/** Whether the reader may change boards, by the header of an answer. */
export const allowsSaving = ({ headers }: Response): boolean => headers.get('Allow')?.includes('PUT') ?? false;

/** Its title in lists, without variables: only the board itself knows their values. */
export function listedTitle({ title, name }: Pick<BoardEntry, 'title' | 'name'>): string {
  return title.replaceAll(/\s*\{[A-Za-z]\w*\}/g, '') || name;
}
