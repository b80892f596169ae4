import type { BoardProblem } from '../board/board-source.ts';
import { element } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { askNewBoard } from './head/board-switcher.ts';

/** Shown while there is no board to show. The page loads it again by itself. */
export function boardProblem(problem: BoardProblem): HTMLElement {
  const { title, text } = words(problem);
  const errors = problem.errors.map((error) => element('li', {}, error));
  return element(
    'section',
    { class: 'problem' },
    icon(problem.kind === 'unreachable' ? 'clock' : 'warning'),
    element('div', { role: 'status' }, element('h1', {}, title), element('p', {}, text)),
    errors.length > 0 ? element('ul', {}, ...errors) : undefined,
    problem.mayMake ? makeButton(problem) : undefined,
    element('p', { class: 'hint' }, 'This page looks again by itself.'),
  );
}

/** What is wrong with the file of a board that stays on the screen. */
export function faultWords({ kind, name, errors }: BoardProblem): [string, readonly string[]] {
  return kind === 'missing'
    ? [`${name}.json was removed.`, ['The board stays on this screen until the page is left.']]
    : [`${name}.json is broken.`, errors];
}

function makeButton({ name }: BoardProblem): HTMLElement {
  const isName = name !== undefined && /^[A-Za-z0-9_-]{1,100}$/.test(name);
  const button = element(
    'button',
    { type: 'button', class: 'is-main' },
    icon('plus'),
    isName ? `Make the board “${name}”` : 'New board',
  );
  button.addEventListener('click', () => void askNewBoard(isName ? name : undefined));
  return button;
}

function words({ kind, name, mayMake }: BoardProblem): { title: string; text: string } {
  const byFile = mayMake ? ', or add its file to the dashboards folder' : '. An administrator can add it';
  switch (kind) {
    case 'unreachable':
      return {
        title: 'The service does not answer',
        text: 'It may be starting, or the network is down. The board appears as soon as it is back.',
      };
    case 'missing':
      return { title: `There is no board “${name}”`, text: `Choose one above${mayMake ? ', make it here' : ''}${byFile}.` };
    case 'invalid':
      return { title: `The board “${name}” cannot be read`, text: 'Its file has errors:' };
    case 'none':
      return {
        title: 'There are no boards yet',
        text: mayMake ? `Make the first one here${byFile}.` : `Explore shows all topics${byFile}.`,
      };
  }
}
