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
