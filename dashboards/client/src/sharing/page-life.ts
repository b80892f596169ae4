export interface PageLifeEvents {
  hidden(isHidden: boolean): void;
  left(): void;
  /** The page is back as it was: a browser may keep one that was left, and show it again. */
  back(): void;
}

export const isPageHidden = (): boolean => globalThis.document?.hidden === true;

export function watchPage(events: PageLifeEvents, signal: AbortSignal): void {
  globalThis.document?.addEventListener('visibilitychange', () => events.hidden(isPageHidden()), { signal });
  globalThis.addEventListener?.('pagehide', () => events.left(), { signal });
  globalThis.addEventListener?.('pageshow', (event) => event.persisted && events.back(), { signal });
}

/** Tells that the network is back. It is a new one where it was away, as far as this page has seen. */
export function watchNetwork(back: (isNew: boolean) => void, signal: AbortSignal): void {
  let wasAway = false;
  globalThis.addEventListener?.('offline', () => (wasAway = true), { signal });
  globalThis.addEventListener?.(
    'online',
    () => {
      back(wasAway);
      wasAway = false;
    },
    { signal },
  );
}
