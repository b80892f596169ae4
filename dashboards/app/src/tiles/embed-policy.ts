import { element } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import type { TileFrame } from './tile-frame.ts';

/**
 * Says in the tile which option to set when the page's content security policy forbids what the tile embeds. The function
 * returned ends that.
 */
export function explainPolicy(frame: TileFrame, url: string, directive: 'img-src' | 'frame-src'): () => void {
  const { origin, host } = new URL(url, location.href);
  const listener = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    const isThis = effectiveDirective === directive && URL.canParse(blockedURI) && new URL(blockedURI).origin === origin;
    if (!isThis) return;
    stop();
    const why = element('p', {}, icon('warning'), `This service does not let its boards embed ${host}`);
    const how = element(
      'p',
      { class: 'hint' },
      'Add the host to its option ',
      element('code', {}, 'LiveFeed:Boards:EmbedSources'),
    );
    frame.setEmpty(element('div', { class: 'embed-problem' }, why, how));
  };
  const stop = () => document.removeEventListener('securitypolicyviolation', listener);
  document.addEventListener('securitypolicyviolation', listener);
  return stop;
}
