import type { BoardProblem } from '../board/board-source.ts';
import { element } from './element.ts';
import { icon } from './icon.ts';

/** What stands in the board's place while there is none to show. The page looks again by itself. */
export function boardProblem(problem: BoardProblem): HTMLElement {
  const { title, text } = words(problem);
  const errors = problem.errors.map((error) => element('li', {}, error));
  return element(
    'section',
    { class: 'problem', role: 'status' },
    icon(problem.kind === 'unreachable' ? 'clock' : 'warning'),
    element('h1', {}, title),
    element('p', {}, text),
    errors.length > 0 ? element('ul', {}, ...errors) : undefined,
    element('p', { class: 'hint' }, 'This page looks again by itself.'),
  );
}

function words({ kind, name }: BoardProblem): { title: string; text: string } {
  switch (kind) {
    case 'unreachable':
      return {
        title: 'The service does not answer',
        text: 'It may be starting, or the network is down. The board appears as soon as it is back.',
      };
    case 'missing':
      return { title: `There is no board “${name}”`, text: 'Choose one above, or add its file to the dashboards folder.' };
    case 'invalid':
      return { title: `The board “${name}” cannot be read`, text: 'Its file has errors:' };
    case 'none':
      return { title: 'There are no boards yet', text: 'Add a board file to the dashboards folder.' };
  }
}
