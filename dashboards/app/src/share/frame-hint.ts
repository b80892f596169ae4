import { element } from '../dom/element.ts';

/** Which sites may show this page in a frame, by its Content-Security-Policy. */
export async function frameHint(): Promise<readonly (Node | string)[]> {
  const response = await fetch(location.pathname, { cache: 'no-cache' }).catch(() => undefined);
  const policy = response?.headers.get('Content-Security-Policy') ?? '';
  const ancestors = /frame-ancestors ([^;]*)/.exec(policy)?.[1]?.trim() ?? '';
  const option = element('code', {}, 'LiveFeed:Boards:FrameAncestors');
  if (ancestors === "'none'") return ['No page may show it in a frame: the service’s option ', option, ' says so.'];
  if (ancestors === "'self'")
    return ['Only this service’s own pages may show it in a frame. Name others in its option ', option, '.'];
  return [`For pages of ${ancestors.replaceAll("'self'", 'this service')}, by the service’s option `, option, '.'];
}
