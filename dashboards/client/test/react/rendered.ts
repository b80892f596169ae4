import { act, createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { settle } from '../fake-service.ts';

// React says so when a test changes something behind its back.
(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

/** A hook in a component in StrictMode, and what it gave at each render. */
export class Rendered<Props extends object, Result> {
  readonly results: Result[] = [];
  private readonly root = createRoot(document.createElement('div'));

  constructor(private readonly hook: (props: Props) => Result) {}

  private readonly component = (props: Props) => {
    this.results.push(this.hook(props));
    return null;
  };

  /** Mounts it, or renders it again with other props. */
  async show(props: Props): Promise<void> {
    await this.do(() => this.root.render(createElement(StrictMode, null, createElement(this.component, props))));
  }

  async unmount(): Promise<void> {
    await this.do(() => this.root.unmount());
  }

  async do(change: () => unknown): Promise<void> {
    await act(async () => {
      await change();
      await settle();
    });
  }

  get last(): Result {
    return this.results.at(-1) as Result;
  }
}
