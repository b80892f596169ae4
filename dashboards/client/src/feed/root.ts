/**
 * The service's root without a slash at its end; empty for the page's own. A module that was loaded from the service's
 * `/client/` belongs to that service.
 */
export function rootOf(url: string | undefined, module: string): string {
  if (url !== undefined) return url.replace(/\/+$/, '');
  const service = /^(https?:\/\/.*)\/client\/[^/]+\.js$/.exec(module)?.[1];
  if (service !== undefined) return service;
  if (globalThis.location === undefined) throw new TypeError('connect() needs the url of a service here');
  return globalThis.location.origin;
}
