/** Reads the members of one object of a board file and notes what is wrong with them, so that all errors show at once. */
export class Reader {
  constructor(
    private readonly source: Readonly<Record<string, unknown>>,
    private readonly errors: string[],
    private readonly path = '',
  ) {}

  text(name: string): string | undefined {
    return this.read(name, 'a text', (value) => typeof value === 'string');
  }

  flag(name: string): boolean | undefined {
    return this.read(name, 'true or false', (value) => typeof value === 'boolean');
  }

  number(name: string): number | undefined {
    return this.read(name, 'a number', (value) => typeof value === 'number' && Number.isFinite(value));
  }

  integer(name: string, from: number, to: number): number | undefined {
    const fits = (value: unknown) => Number.isInteger(value) && (value as number) >= from && (value as number) <= to;
    return this.read(name, `a whole number from ${from} to ${to}`, fits);
  }

  /** A text that `parse` reads. It is wrong when that returns undefined. */
  parsed<T>(name: string, what: string, parse: (text: string) => T | undefined): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = parse(text);
    if (value === undefined) this.fail(name, `must be ${what}`);
    return value;
  }

  texts(name: string): string[] | undefined {
    const fits = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '');
    return this.read(name, 'a list of texts', fits);
  }

  list(name: string): unknown[] | undefined {
    return this.read(name, 'a list', Array.isArray);
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    return this.read(name, `one of ${values.join(', ')}`, (value) => values.includes(value as T));
  }

  /** A list of objects. */
  parts<T>(name: string, read: (part: Reader) => T): T[] {
    return (this.list(name) ?? []).flatMap((entry, i) => {
      if (isObject(entry)) return [read(this.within(entry, `${name}[${i}]`))];
      this.fail(`${name}[${i}]`, 'must be an object');
      return [];
    });
  }

  /** An object of objects. `what` describes it in the error. */
  map<T>(name: string, what: string, read: (part: Reader) => T): Record<string, T> {
    const value = this.source[name];
    if (value === undefined || value === null) return {};
    if (!isObject(value)) {
      this.fail(name, `must be ${what}`);
      return {};
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, read(this.within(entry, `${name}.${key}`))]),
    );
  }

  any(name: string): unknown {
    return this.source[name];
  }

  has(name: string): boolean {
    return this.source[name] !== undefined;
  }

  /** Notes a missing member. `hint` says what belongs there. */
  need(name: string, hint?: string): void {
    if (!this.has(name)) this.fail(name, hint === undefined ? 'is missing' : `is missing: ${hint}`);
  }

  fail(name: string, problem: string): void {
    this.errors.push(`${this.path}${name} ${problem}`);
  }

  /** Notes a fault of this object itself. */
  failWhole(problem: string): void {
    this.errors.push(`${this.path.replace(/\.$/, ' ')}${problem}`);
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  private within(entry: unknown, name: string): Reader {
    if (!isObject(entry)) this.fail(name, 'must be an object');
    return new Reader(isObject(entry) ? entry : {}, this.errors, `${this.path}${name}.`);
  }

  private read<T>(name: string, what: string, fits: (value: unknown) => boolean): T | undefined {
    const value = this.source[name];
    if (value === undefined || value === null) return undefined;
    if (fits(value)) return value as T;
    this.fail(name, `must be ${what}`);
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
