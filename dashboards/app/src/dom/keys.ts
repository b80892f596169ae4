/** Whether a key is meant for the page, and not for the focused control, a dialog or the browser. */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (document.querySelector('dialog[open]') !== null) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  // A slider uses arrows, but not the space bar.
  if (event.key === ' ' && target.matches('[type=range]')) return true;
  return !target.isContentEditable && !target.matches('input, select, textarea');
}

/** Whether it is the space bar, and would not press a focused button or link. */
export function isSpaceForPage(event: KeyboardEvent): boolean {
  return (
    event.key === ' ' &&
    isForPage(event) &&
    !(event.target instanceof Element && event.target.closest('button, a, summary') !== null)
  );
}
