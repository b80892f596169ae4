import { Refusal, retryDelay } from '@livefeed/client';
import type { Board } from './board.ts';
import { readBoard } from './read-board.ts';

/** An entry of the service's board list. */
export interface BoardEntry {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  /** What is wrong with the file, with its line; null when it is fine. */
  readonly error: string | null;
}

/** Why no board can be shown just now. */
export interface BoardProblem {
  readonly kind: 'unreachable' | 'missing' | 'invalid' | 'none';
  readonly name: string | undefined;
  readonly errors: readonly string[];
}

/** A file is saved, or a service started, within seconds: look again soon. */
const secondLookAfter = 4_000;

export async function listBoards(): Promise<readonly BoardEntry[]> {
  const response = await fetch('/boards', { headers: { Accept: 'application/json' }, cache: 'no-cache' });
  if (!response.ok) throw new Error(`the board list answered ${response.status}`);
  return (await response.json()) as BoardEntry[];
}

/** Comes back with the board, however long that takes; says what is wrong in the meantime. */
export async function loadBoard(
  path: string,
  onProblem: (problem: BoardProblem) => void,
): Promise<{ readonly name: string; readonly board: Board }> {
  for (let attempt = 0; ; attempt++) {
    const result = await tryLoad(path);
    if ('board' in result) return result;
    onProblem(result);
    const delay = retryDelay({ attempt: 0, hint: secondLookAfter, random: Math.random() });
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
}

async function tryLoad(path: string): Promise<{ name: string; board: Board } | BoardProblem> {
  let name: string | undefined = nameFromPath(path);
  try {
    name ??= firstBoard(await listBoards());
    if (name === undefined) return { kind: 'none', name, errors: [] };
    const response = await fetch(`/boards/${encodeURIComponent(name)}.json`, { cache: 'no-cache' });
    if (response.status === 404) return { kind: 'missing', name, errors: [] };
    if (!response.ok) return refused(name, await Refusal.from(response, Date.now()));
    return readFile(name, await response.text());
  } catch {
    return { kind: 'unreachable', name, errors: [] };
  }
}

/** A service that stumbles is awaited; one that finds the file wrong says why. */
function refused(name: string, { status, message }: Refusal): BoardProblem {
  return { kind: status >= 500 || status === 429 ? 'unreachable' : 'invalid', name, errors: [message] };
}

function readFile(name: string, text: string): { name: string; board: Board } | BoardProblem {
  try {
    const result = readBoard(JSON.parse(text));
    return 'board' in result ? { name, board: result.board } : { kind: 'invalid', name, errors: result.errors };
  } catch (error) {
    return { kind: 'invalid', name, errors: [error instanceof Error ? error.message : String(error)] };
  }
}

/** `/boards/host` is the board `host`; `/` names none. */
export function nameFromPath(path: string): string | undefined {
  const match = /^\/boards\/([^/]+)\/?$/.exec(path);
  try {
    return match?.[1] === undefined ? undefined : decodeURIComponent(match[1]);
  } catch {
    return match?.[1];
  }
}

/** What `/` shows. */
function firstBoard(boards: readonly BoardEntry[]): string | undefined {
  return (boards.find((board) => board.name === 'host') ?? boards[0])?.name;
}
