import { type RefObject, useInsertionEffect, useRef } from 'react';

/** The value of the last render that is shown: for callbacks that are called later. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useInsertionEffect(() => {
    latest.current = value;
  });
  return latest;
}
