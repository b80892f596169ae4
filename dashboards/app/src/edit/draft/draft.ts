import { isObject } from '../../board/reader.ts';

/** A board's file while it is edited: JSON that is never changed, only replaced. */
export type BoardJson = Readonly<Record<string, unknown>>;

interface Version {
  readonly file: BoardJson;
  /** As it was typed, where it was. */
  readonly text: string | undefined;
  /** Versions of one name that follow each other, as a text while it is typed, are undone in one step. */
  readonly what: string;
}

/** Steps that can be undone; more is a history that nobody walks back. */
const maxSteps = 200;

/**
 * The name of a field's version: what is typed into it is one step, but a part more, less or of another name is a step of
 * its own.
 */
export function stepOf(field: string, value: unknown): string {
  if (Array.isArray(value)) return `${field} of ${value.length}`;
  return isObject(value) ? `${field} of ${Object.keys(value).join('/')}` : field;
}

/** What is edited, and the way back. */
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
