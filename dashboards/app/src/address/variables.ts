import type { Variable } from '../board/board.ts';
import type { VariableValues } from '../board/with-values.ts';

/** The parameter of an address that has a variable's value. */
export const variableParameter = (name: string): string => `var.${name}`;

/** The values of variables in an address's query: `?var.host=a`. */
export function askedValues(search: string, variables: readonly Variable[]): VariableValues {
  const query = new URLSearchParams(search);
  return Object.fromEntries(
    variables.flatMap(({ name }) => {
      const value = query.get(variableParameter(name));
      return value === null ? [] : [[name, value]];
    }),
  );
}
