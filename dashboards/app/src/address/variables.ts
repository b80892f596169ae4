import { withParameters } from './query.ts';
import type { Variable } from '../board/board.ts';
import type { VariableValues } from '../board/with-values.ts';

const parameter = (name: string) => `var.${name}`;

/** What an address's query asks for, by variable: `?var.host=a`. */
export function askedValues(search: string, variables: readonly Variable[]): VariableValues {
  const query = new URLSearchParams(search);
  return Object.fromEntries(
    variables.flatMap(({ name }) => {
      const value = query.get(parameter(name));
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** The query with another value in it, or without one; what else it says stays. */
export function withAsked(search: string, name: string, value: string | undefined): string {
  return withParameters(search, { [parameter(name)]: value });
}
