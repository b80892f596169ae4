import { isObject } from '../../board/reader.ts';

/** A board's file while it is edited: JSON that is never changed, only replaced. */
export type BoardJson = Readonly<Record<string, unknown>>;

interface Version {
  readonly file: BoardJson;
  /** The text as it was typed. Undefined when it was not edited as text. */
  readonly text: string | undefined;
  /** Successive versions with the same name, as of a text while it is typed, are undone in one step. */
  readonly what: string;
}

/** Max steps of undo. */
const maxSteps = 200;

/**
 * The name of a version after a change of a field. Typing is one step; adding, removing or renaming an entry is a step of
 * its own.
 */
export function stepOf(field: string, value: unknown): string {
  if (Array.isArray(value)) return `${field} of ${value.length}`;
  return isObject(value) ? `${field} of ${Object.keys(value).join('/')}` : field;
}

/** The edited file, with undo and redo. */
export class Draft {
  private past: Version[] = [];
  private future: Version[] = [];
  private now: Version;

  constructor(file: BoardJson) {
    this.now = { file, text: undefined, what: '' };
  }

  get file(): BoardJson {
    return this.now.file;
  }

  get text(): string | undefined {
    return this.now.text;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  change(file: BoardJson, what: string, text?: string): void {
    if (what !== this.now.what) this.past = [...this.past, this.now].slice(-maxSteps);
    this.future = [];
    this.now = { file, text, what };
  }

  undo(): void {
    const before = this.past.pop();
    if (before === undefined) return;
    this.future.push(this.now);
    this.now = before;
  }

  redo(): void {
    const next = this.future.pop();
    if (next === undefined) return;
    this.past.push(this.now);
    this.now = next;
  }
}
