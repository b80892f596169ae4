import type { ConnectionStatus } from '@livefeed/client/engine';
import { element, setText } from '../../dom/element.ts';
import { spanText } from '../../format/time.ts';

type Shown = ConnectionStatus['state'] | 'silent';

const words: Readonly<Record<Shown, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  silent: 'Silent',
  reconnecting: 'Reconnecting',
  closed: 'Closed',
};

/** The state that the badge shows. A silent connection is not called live. */
export function shownState({ state, silentSince }: ConnectionStatus): Shown {
  return state === 'live' && silentSince !== undefined ? 'silent' : state;
}

/** The reason, where the reader can do something about it. An outage passes by itself. */
export function shownReason({ state, reason, refusal }: ConnectionStatus): string | undefined {
  if (state === 'closed') return reason;
  if (state === 'live' || refusal === undefined) return undefined;
  return refusal.status === 401 ? 'sign in to see more' : reason;
}

/**
 * The text beside the state: how long the service has been silent, or when the next attempt is. An ellipsis during an
 * attempt.
 */
export function shownDetail(status: ConnectionStatus, now: number): string {
  const { retryAt, silentSince } = status;
  const state = shownState(status);
  if (state === 'silent') return `for ${spanText(Math.max(0, now - (silentSince ?? now)))}`;
  if (state === 'live' || state === 'closed') return '';
  const seconds = retryAt === undefined ? 0 : Math.ceil((retryAt - now) / 1_000);
  return state === 'reconnecting' && seconds > 0 ? `in ${seconds}\u00a0s` : '…';
}

/** Says whether the board is live. While it is not, it says why, and when the next attempt is. */
export class ConnectionBadge {
  // Only the state is announced: a countdown read aloud each second helps nobody.
  private readonly state = element('span', { class: 'badge-state', role: 'status', 'aria-live': 'polite' });
  private readonly detail = element('span', { class: 'badge-detail', 'aria-hidden': 'true' });
  private readonly button = element('button', { type: 'button', class: 'badge-button', hidden: '' });
  private readonly dot = element('i', { class: 'badge-dot', 'aria-hidden': 'true' });
  readonly element = element('div', { class: 'badge' }, this.dot, this.state, this.detail, this.button);
  private status: ConnectionStatus = { state: 'connecting' };

  constructor(private readonly onRetry: () => void) {
    this.button.addEventListener('click', () => (this.status.state === 'closed' ? location.reload() : onRetry()));
    // The reader may have signed in on another page.
    addEventListener('focus', () => this.retryIfRefused());
    document.addEventListener('visibilitychange', () => this.retryIfRefused());
    setInterval(() => this.countDown(), 250);
    this.set(this.status);
  }

  set(status: ConnectionStatus): void {
    this.status = status;
    const state = shownState(status);
    const reason = shownReason(status);
    this.element.dataset['state'] = state;
    this.element.title = status.reason ?? (state === 'silent' ? 'The service’s sign of life is overdue' : '');
    setText(this.state, words[state] + (reason === undefined ? '' : `: ${reason}`));
    this.countDown();
  }

  private retryIfRefused(): void {
    if (!document.hidden && this.status.state === 'reconnecting' && this.status.refusal?.status === 401) this.onRetry();
  }

  private countDown(): void {
    const { retryAt, state } = this.status;
    setText(this.detail, shownDetail(this.status, Date.now()));
    this.button.hidden = (state !== 'reconnecting' || retryAt === undefined) && state !== 'closed';
    setText(this.button, state === 'closed' ? 'Reload' : 'Retry now');
  }
}
