import type { ConnectionStatus } from '@livefeed/client';
import { element, setText } from './element.ts';

const words: Readonly<Record<ConnectionStatus['state'], string>> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  closed: 'Closed',
};

/** Says whether what the board shows is live; while it is not, why, and when the next attempt is. */
export class ConnectionBadge {
  // Only the state is announced: a countdown read aloud each second helps nobody.
  private readonly state = element('span', { role: 'status', 'aria-live': 'polite' });
  private readonly detail = element('span', { class: 'badge-detail', 'aria-hidden': 'true' });
  private readonly button = element('button', { type: 'button', class: 'badge-button', hidden: '' });
  private readonly dot = element('i', { class: 'badge-dot', 'aria-hidden': 'true' });
  readonly element = element('div', { class: 'badge' }, this.dot, this.state, this.detail, this.button);
  private status: ConnectionStatus = { state: 'connecting' };

  constructor(onRetry: () => void) {
    this.button.addEventListener('click', () => (this.status.state === 'closed' ? location.reload() : onRetry()));
    setInterval(() => this.countDown(), 250);
    this.set(this.status);
  }

  set(status: ConnectionStatus): void {
    this.status = status;
    this.element.dataset['state'] = status.state;
    this.element.title = status.reason ?? '';
    const reason = status.state === 'closed' && status.reason !== undefined ? `: ${status.reason}` : '';
    setText(this.state, words[status.state] + reason);
    this.countDown();
  }

  private countDown(): void {
    const { retryAt, state } = this.status;
    const waits = state === 'reconnecting' && retryAt !== undefined;
    const seconds = waits ? Math.max(0, Math.ceil((retryAt - Date.now()) / 1_000)) : 0;
    setText(this.detail, waits && seconds > 0 ? `in ${seconds}\u00a0s` : state === 'live' || state === 'closed' ? '' : '…');
    this.button.hidden = !waits && state !== 'closed';
    setText(this.button, state === 'closed' ? 'Reload' : 'Retry now');
  }
}
