import { replaceParameters } from '../address/page-address.ts';
import { element } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { isForPage } from '../dom/keys.ts';

/** Milliseconds without a movement after which the pointer and the button are hidden. */
const idleAfter = 3_000;

/**
 * Shows the board and nothing else: for a wall. While it does the screen stays on, where the browser can see to that. It is
 * in the address, so that a reload, and a screen that starts with it, have it too.
 */
export class Kiosk {
  readonly enterButton = element(
    'button',
    {
      type: 'button',
      class: 'icon-button kiosk-enter',
      'aria-label': 'Kiosk: the board alone',
      title: 'Kiosk: the board alone (k)',
    },
    icon('expand'),
  );
  readonly leaveButton = element(
    'button',
    { type: 'button', class: 'kiosk-leave', title: 'Escape or k' },
    icon('close'),
    'Leave kiosk',
  );
  private lock: WakeLockSentinel | undefined;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(isOn: boolean) {
    this.enterButton.addEventListener('click', () => this.enter());
    this.leaveButton.addEventListener('click', () => this.leave());
    addEventListener('keydown', (event) => this.press(event));
    for (const type of ['pointermove', 'pointerdown']) addEventListener(type, () => this.wake());
    addEventListener('focusin', () => this.wake());
    // The browser's own Escape ends full screen, and is not told to the page.
    document.addEventListener('fullscreenchange', () => document.fullscreenElement === null && this.leave());
    // The browser takes the lock back when the page is hidden.
    document.addEventListener('visibilitychange', () => void this.keepAwake());
    if (isOn) this.set(true);
  }

  private get isOn(): boolean {
    return document.documentElement.classList.contains('is-kiosk');
  }

  private press(event: KeyboardEvent): void {
    if (!isForPage(event)) return;
    if (event.key === 'k') this.isOn ? this.leave() : this.enter();
    else if (event.key === 'Escape' && this.isOn) this.leave();
  }

  private enter(): void {
    if (this.isOn) return;
    this.set(true);
    // Where full screen is not allowed, as in a frame, the board fills its page.
    document.documentElement.requestFullscreen?.().catch(() => undefined);
  }

  private leave(): void {
    if (!this.isOn) return;
    this.set(false);
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    this.enterButton.focus({ preventScroll: true });
  }

  private set(isOn: boolean): void {
    document.documentElement.classList.toggle('is-kiosk', isOn);
    replaceParameters({ kiosk: isOn ? '' : undefined });
    this.wake();
    void this.keepAwake();
    // The height of rows depends on the room.
    dispatchEvent(new Event('resize'));
  }

  private wake(): void {
    clearTimeout(this.idle);
    document.documentElement.classList.remove('is-idle');
    if (this.isOn) this.idle = setTimeout(() => document.documentElement.classList.add('is-idle'), idleAfter);
  }

  private async keepAwake(): Promise<void> {
    if (!this.isOn) {
      void this.lock?.release();
      this.lock = undefined;
    } else if (!document.hidden && (this.lock === undefined || this.lock.released)) {
      try {
        this.lock = await navigator.wakeLock?.request('screen');
      } catch {
        // Not allowed without HTTPS, except locally, nor on an empty battery.
      }
    }
  }
}
