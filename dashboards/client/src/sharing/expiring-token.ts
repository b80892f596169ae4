import type { ChangeableSource } from './changeable-source.ts';
import type { HubTab } from './hub-tab.ts';

/** A stream's token that is about to end: all tabs are asked for a newer one, and one that the service takes is enough. */
export class ExpiringToken {
  private isExpiring = false;

  constructor(private readonly source: () => ChangeableSource | undefined) {}

  ask(tabs: readonly HubTab[], expires: number): void {
    this.isExpiring = true;
    for (const tab of tabs) tab.askToken(expires);
  }

  /** True when the service has taken it. One that it refuses leaves the others to be tried; without any, the stream ends. */
  async renew(token: string): Promise<boolean> {
    const source = this.source();
    if (!this.isExpiring || source === undefined) return false;
    this.isExpiring = false;
    try {
      await source.renew(token);
      return true;
    } catch {
      this.isExpiring = true;
      return false;
    }
  }
}
