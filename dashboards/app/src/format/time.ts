const two = (value: number) => String(value).padStart(2, '0');

/** `10:42:07`, in the reader's time zone. */
export function clockTime(time: number): string {
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `24 Nov 10:42:07` for what is not of today. */
export function eventTime(time: number, now: number): string {
  const date = new Date(time);
  if (date.toDateString() === new Date(now).toDateString()) return clockTime(time);
  return `${date.getDate()} ${date.toLocaleString('en', { month: 'short' })} ${clockTime(time)}`;
}

/** A short span for people: `12 s`, `5 min`, `2 h`, `1 h 30 min`. */
export function spanText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  if (seconds < 100 && seconds % 60 !== 0) return `${seconds}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes === 0 ? '0\u00a0s' : `${minutes}\u00a0min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}\u00a0h${rest === 0 ? '' : ` ${rest}\u00a0min`}`;
}
