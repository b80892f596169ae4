import { withParameters } from './query.ts';

type Parameters = Readonly<Record<string, string | undefined>>;

/** The query of the page's address. */
export const pageQuery = (): string => location.search;

/** Sets parameters, or takes away those that are undefined. The reader can go back to what was there. */
export function pushParameters(parameters: Parameters): void {
  history.pushState(null, '', withQuery(parameters));
}

/** The same without a way back. */
export function replaceParameters(parameters: Parameters): void {
  history.replaceState(history.state, '', withQuery(parameters));
}

/** Another address of the page, without loading it. */
export function goTo(path: string, how: 'push' | 'replace'): void {
  if (how === 'push') history.pushState(null, '', path);
  else history.replaceState(null, '', path);
}

/** Called when the reader goes back or forward. */
export function onNavigation(listener: () => void, signal?: AbortSignal): void {
  addEventListener('popstate', listener, signal === undefined ? {} : { signal });
}

function withQuery(parameters: Parameters): string {
  return `${location.pathname}${withParameters(location.search, parameters)}${location.hash}`;
}
