import { CommandLine } from '../dom/command-line.ts';
import { element } from '../dom/element.ts';
import { firstPost } from './first-post.ts';

/** Shown while there are no topics with events. */
export function welcome(): HTMLElement {
  return element(
    'div',
    { class: 'first-event welcome' },
    element('h1', {}, 'Post your first number'),
    element(
      'p',
      { class: 'hint' },
      'Run this in a terminal. Its topic appears on this page with a chart, and moves with each number you post.',
    ),
    new CommandLine('Copy', firstPost('demo/temperature')).element,
    element('p', { class: 'hint' }, 'The topics that are there already, metrics and system, are the service’s own.'),
  );
}
