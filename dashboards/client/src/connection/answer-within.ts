/** An answer that does not come within this time does not come. */
export const answerWithin = 10_000;
