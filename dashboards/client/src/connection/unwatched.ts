/** A promise whose rejection nobody has to take: one that is not taken ends a Node process. */
export function unwatched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
