/** Whether a moment (`Date.now()` scale) is less than so many milliseconds away: ahead, where the clock was set back. */
export const isWithin = (milliseconds: number, moment: number): boolean => Math.abs(Date.now() - moment) < milliseconds;
