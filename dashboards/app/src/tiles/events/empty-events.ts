import { CommandLine } from '../../dom/command-line.ts';
import { element } from '../../dom/element.ts';
import type { EventsTileConfig } from '../generated/tile-config.ts';
import { waitingText } from '../tile.ts';

/** An empty list that takes any topic says how to fill it. */
export function emptyEvents(config: EventsTileConfig): HTMLElement {
  const waiting = element('p', {}, config.topics.includes('**') ? 'Nothing posted yet' : waitingText(config));
  if (!config.topics.includes('**')) return waiting;
  const command = new CommandLine('Copy', `curl -d '{"hello":"world"}' ${location.origin}/topics/demo/a`);
  const hint = element('p', { class: 'hint' }, 'Post an event from a terminal and see it here:');
  return element('div', { class: 'first-event' }, waiting, hint, command.element);
}
