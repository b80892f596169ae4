import { isPage, Refusal, retryDelay } from '@livefeed/client/engine';
import type { Board } from './board.ts';
import { allowsSaving, type BoardEntry, listBoards } from './board-list.ts';
import { readBoard } from './read-board.ts';

/** Why no board can be shown at the moment. */
export interface BoardProblem {
  readonly kind: 'unreachable' | 'missing' | 'invalid' | 'none';
  readonly name: string | undefined;
  readonly errors: readonly string[];
  /** Whether the reader may make the missing board. */
  readonly mayMake: boolean;
}

/** Max milliseconds until a service that is starting is asked again. */
const secondLookAfter = 4_000;

/** Milliseconds until a service that answers is asked again: the author of the file looks at the page. */
const lookForFileAfter = 800;

/** Max attempts at this pace. After a minute the author does something else. */
const eagerLooks = 75;

/** A board as the service has it. */
export interface LoadedBoard {
  readonly name: string;
  /** The file's JSON, in which variables have no values yet. */
  readonly file: unknown;
  readonly board: Board;
  /** What is wrong with the file. The board is then the last version without a fault. Undefined while nothing is wrong. */
  readonly fault: string | undefined;
  /** Two boards with the same text are the same. */
  readonly source: string;
  /** The file's entity tag: a save with it does not overwrite another change. */
  readonly tag: string | undefined;
  /** Whether the reader may save it. */
  readonly mayEdit: boolean;
}

/** Returns the board, however long that takes. Reports what is wrong meanwhile. */
export async function loadBoard(path: string, onProblem: (problem: BoardProblem) => void): Promise<LoadedBoard> {
  for (let looks = 1; ; looks++) {
    const result = await tryLoad(nameFromPath(path));
    if ('board' in result) return result;
    onProblem(result);
    const isEager = result.kind !== 'unreachable' && looks <= eagerLooks;
    const delay = isEager ? lookForFileAfter : retryDelay({ attempt: 0, hint: secondLookAfter, random: Math.random() });
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
}

/** Loads a board once. Without a name it loads the first board. */
export async function tryLoad(name: string | undefined): Promise<LoadedBoard | BoardProblem> {
  try {
    let mayMake = false;
    if (name === undefined) {
      const list = await listBoards();
      mayMake = list.mayMake;
      name = firstBoard(list.boards);
    }
    if (name === undefined) return { kind: 'none', name, errors: [], mayMake };
    const response = await fetch(`/boards/${encodeURIComponent(name)}.json`, { cache: 'no-cache' });
    if (isPage(response)) throw await Refusal.from(response);
    if (response.status === 404) return { kind: 'missing', name, errors: [], mayMake: allowsSaving(response) };
    if (!response.ok) return refused(name, await Refusal.from(response));
    const fault = response.headers.get('Board-Error');
    const result = readFile(name, await response.text(), fault === null ? undefined : decodeURIComponent(fault));
    if ('kind' in result) return result;
    const { headers } = response;
    return { ...result, tag: headers.get('ETag') ?? undefined, mayEdit: allowsSaving(response) };
  } catch (error) {
    return { kind: 'unreachable', name, errors: error instanceof Refusal ? [error.message] : [], mayMake: false };
  }
}

/** A failing service is asked again. A service that finds the file wrong says why. */
function refused(name: string, { status, message }: Refusal): BoardProblem {
  return { kind: status >= 500 || status === 429 ? 'unreachable' : 'invalid', name, errors: [message], mayMake: false };
}

function readFile(
  name: string,
  text: string,
  fault: string | undefined,
): Omit<LoadedBoard, 'tag' | 'mayEdit'> | BoardProblem {
  try {
    const file: unknown = JSON.parse(text);
    const result = readBoard(file);
    if ('board' in result) return { name, file, board: result.board, fault, source: JSON.stringify([text, fault]) };
    return {
      kind: 'invalid',
      name,
      errors: fault === undefined ? result.errors : [fault, ...result.errors],
      mayMake: false,
    };
  } catch (error) {
    return { kind: 'invalid', name, errors: [error instanceof Error ? error.message : String(error)], mayMake: false };
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
