import type { TileConfig } from '../board/board.ts';
import { element } from '../page/element.ts';
import { icon } from '../page/icon.ts';
import { waitingText } from './tile.ts';

/** An empty list that takes any topic says how to fill it. */
export function emptyEvents(config: TileConfig): HTMLElement {
  const waiting = element('p', {}, config.topics.includes('**') ? 'Nothing posted yet' : waitingText(config));
  if (!config.topics.includes('**')) return waiting;
  const line = `curl -d '{"hello":"world"}' ${location.origin}/topics/demo/a`;
  const code = element('code', { tabindex: '0' }, line);
  const button = element('button', { type: 'button', class: 'copy' }, icon('copy'), 'Copy');
  button.addEventListener('click', () => void copy(line, code, button));
  const hint = element('p', { class: 'hint' }, 'Post an event from a terminal and see it here:');
  return element('div', { class: 'first-event' }, waiting, hint, element('div', { class: 'command' }, code, button));
}

async function copy(line: string, code: HTMLElement, button: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(line);
    button.lastChild?.replaceWith('Copied');
    setTimeout(() => button.lastChild?.replaceWith('Copy'), 2_000);
  } catch {
    // Pages that are neither HTTPS nor local may not write there: select it, so that one key copies it.
    getSelection()?.selectAllChildren(code);
  }
}
