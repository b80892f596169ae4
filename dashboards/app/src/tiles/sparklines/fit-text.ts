/**
 * As much of the text's end as fits, with an ellipsis where something is left out: topics are told apart by how they end.
 */
export function fitText(text: string, width: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= width) return text;
  const from = (at: number) => `…${text.slice(at).trimStart()}`;
  let low = 1;
  let high = text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (widthOf(from(middle)) <= width) high = middle;
    else low = middle + 1;
  }
  return low >= text.length ? '' : from(low);
}
