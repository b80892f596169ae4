import './data-dialog.css';
import { element } from './element.ts';
import { icon } from './icon.ts';

/** A chart's values as a table, written as the chart writes them. */
export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Rows shown; a window may hold thousands of values, and the newest come first. */
const maxRows = 1_000;

/** Shows a chart's values as they are at this moment: a table that moves under the reader cannot be read. */
export function showData(title: string, { columns, rows }: DataTable): void {
  // Loading the dialog takes a moment. The button may be pressed again meanwhile.
  if (document.querySelector('dialog[open]') !== null) return;
  const heading = element('h2', { id: 'data-title' }, title);
  const button = element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close' }, icon('close'));
  const head = element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)));
  const body = rows.slice(0, maxRows).map((row) => element('tr', {}, ...row.map((text) => element('td', {}, text))));
  const table = element('table', { class: 'data' }, element('thead', {}, head), element('tbody', {}, ...body));
  // It may scroll, and the keyboard must reach that.
  const scroller = element('div', { class: 'data-scroll', tabindex: '0', role: 'region', 'aria-label': 'Values' }, table);
  const note =
    rows.length === 0
      ? 'No values yet.'
      : rows.length > maxRows
        ? `The first ${maxRows} of ${rows.length} rows.`
        : undefined;
  const dialog = element(
    'dialog',
    { class: 'data-dialog', 'aria-labelledby': 'data-title' },
    element('header', {}, heading, button),
    scroller,
    note === undefined ? undefined : element('p', { class: 'hint' }, note),
  );
  button.addEventListener('click', () => dialog.close());
  // A click on the backdrop is one on the dialog itself.
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
