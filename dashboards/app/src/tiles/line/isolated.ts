/**
 * Which values stand alone, with a break or an end on either side: a line would not show them, so they are drawn as points.
 */
export function isolated(values: readonly (number | null | undefined)[]): number[] {
  const found: number[] = [];
  /** The last value, while no line leads to it. */
  let alone: number | undefined;
  let isJoined = false;
  values.forEach((value, i) => {
    // A line passes over what is undefined.
    if (value === undefined) return;
    if (value === null) {
      if (alone !== undefined) found.push(alone);
      alone = undefined;
      isJoined = false;
    } else {
      alone = isJoined ? undefined : i;
      isJoined = true;
    }
  });
  if (alone !== undefined) found.push(alone);
  return found;
}
