import { element, setText } from './element.ts';
import { icon } from './icon.ts';

/** A bar that says when a script of the page failed: that is the page's fault, whatever the service does. The console has the whole of it. */
export function pageFaults(): HTMLElement {
  const text = element('p');
  const bar = element('div', { class: 'fault-bar page-faults', role: 'status', hidden: '' }, icon('warning'), text);
  const show = (error: unknown) => {
    if (!(error instanceof Error)) return; // of browsers' own complaints, and of scripts that are not the page's, there is none
    setText(text, `A part of this page has failed: ${error.message}. What it showed may be out of date until the page is loaded again.`);
    bar.hidden = false;
  };
  addEventListener('error', ({ error }) => show(error));
  addEventListener('unhandledrejection', ({ reason }) => show(reason));
  return bar;
}
