import { LiveFeedElement, type LiveFeedElementEvents } from './element/live-feed-element.ts';

export { LiveFeedElement, type LiveFeedElementEvents };

declare global {
  interface HTMLElementTagNameMap {
    'live-feed': LiveFeedElement;
  }
  interface HTMLElementEventMap extends LiveFeedElementEvents {}
}

if ('customElements' in globalThis && customElements.get('live-feed') === undefined) {
  customElements.define('live-feed', LiveFeedElement);
}
