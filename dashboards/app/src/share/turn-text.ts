/** How long each board of a playlist is shown, as its address says it: `30s`, `2m`, `1h`. */
export function formatSpan(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds % 3_600 === 0) return `${seconds / 3_600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
