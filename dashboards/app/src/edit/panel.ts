import { button } from '../dom/button.ts';
import { element } from '../dom/element.ts';
import { type BoardJson, type Draft, stepOf } from './draft/draft.ts';
import { type TileJson, tilesOf, withMember, withTile } from './draft/tile-edits.ts';
import { topicList } from './fields/controls.ts';
import { Fields } from './fields/fields.ts';
import type { BoardSchema } from './fields/schema.ts';
import { boardText } from './file/board-text.ts';
import { readJson } from './file/read-json.ts';
import { type SectionActions, SectionForm, sectionChoice } from './section-form.ts';
import { splitFields } from './tile-form.ts';

export interface PanelActions extends SectionActions {
  change(file: BoardJson, what: string, text?: string): void;
  add(type: string): void;
  move(number: number, by: number): void;
  resize(number: number, columns: number, rows: number): void;
  /** Moves a tile to the end of a section. Undefined is the tiles above all sections. */
  moveTo(number: number, section: number | undefined): void;
  copy(number: number): void;
  remove(number: number): void;
  deselect(): void;
}

/** The panel beside the board, with the fields of the selected tile or of the board. */
export class Panel {
  private readonly fields: Fields;
  private readonly sections: SectionForm;
  private readonly content = element('div', { class: 'edit-panel-content' });
  readonly element: HTMLElement;

  constructor(
    private readonly schema: BoardSchema,
    private readonly draft: Draft,
    private readonly actions: PanelActions,
    topics: readonly string[],
  ) {
    this.fields = new Fields(schema);
    this.sections = new SectionForm(this.fields, schema, draft, actions);
    const list = element('datalist', { id: topicList }, ...topics.map((topic) => element('option', { value: topic })));
    this.element = element('aside', { class: 'edit-panel', 'aria-label': 'Editor' }, list, this.content);
  }

  /** Focuses a field, or the first one. */
  focus(field?: string): void {
    this.content.querySelector<HTMLElement>(field === undefined ? '[data-field]' : `[data-field="${field}"]`)?.focus();
  }

  /** The board's own fields. */
  showBoard(): void {
    const { draft, schema } = this;
    this.fill(
      'Board',
      element('p', { class: 'edit-hint' }, 'Choose a tile to change it, drag it to move it, drag its corner to resize it'),
      ...this.fields.of(schema.board, ['title', 'description', 'window', 'variables'], draft.file, (part, name) =>
        this.actions.change(withMember(draft.file, name, part[name]), stepOf(`board ${name}`, part[name])),
      ),
      this.sections.make(),
    );
  }

  showTypes(): void {
    const types = this.schema.tileTypes().map(({ type, text }) => {
      const choice = element(
        'button',
        { type: 'button', class: 'edit-type' },
        element('strong', {}, type),
        element('span', {}, text),
      );
      choice.addEventListener('click', () => this.actions.add(type));
      return choice;
    });
    this.fill('Add a tile', ...types);
    types[0]?.focus();
  }

  showTile(number: number): void {
    const tile = tilesOf(this.draft.file)[number] as TileJson;
    const all = Object.keys(this.schema.tile.properties ?? {});
    const { first, more } = splitFields(String(tile['type']), all, Object.keys(tile));
    const part = this.schema.tileOf(String(tile['type']));
    const made = (names: readonly string[]) =>
      this.fields.of(part, names, tile, (now, name) => this.changeTile(number, name, now[name]));
    this.fill(
      `Tile ${number + 1}: ${String(tile['title'] ?? tile['type'] ?? '')}`,
      this.tileButtons(number),
      ...sectionChoice(this.draft.file, number, (section) => {
        this.actions.moveTo(number, section);
        this.content.querySelector<HTMLElement>('#edit-section')?.focus();
      }),
      ...made(first),
      element('details', { class: 'edit-more' }, element('summary', {}, 'More fields'), ...made(more)),
    );
  }

  /** The file as text. A text with a fault stays in the field, and is not shown as a board. */
  showJson(): void {
    const area = element('textarea', {
      class: 'edit-code',
      rows: '30',
      spellcheck: 'false',
      'aria-label': 'The board as JSON',
    });
    area.setAttribute('aria-describedby', 'edit-json-fault');
    const fault = element('p', { class: 'edit-fault', id: 'edit-json-fault', role: 'status' });
    area.value = this.draft.text ?? boardText(this.draft.file);
    area.addEventListener('input', () => {
      const result = readJson(area.value);
      fault.textContent = 'fault' in result ? result.fault : '';
      area.setAttribute('aria-invalid', String('fault' in result));
      if ('file' in result) this.actions.change(result.file, 'json', area.value);
    });
    this.fill('JSON', fault, area);
    this.element.classList.add('is-wide');
  }

  /** Each change is applied to the tile as it is at that moment, since several may be under way. */
  private changeTile(number: number, name: string, value: unknown): void {
    const tile = withMember(tilesOf(this.draft.file)[number] as TileJson, name, value);
    this.actions.change(withTile(this.draft.file, number, tile), stepOf(`tile ${number} ${name}`, value));
    if (name !== 'type') return;
    this.showTile(number);
    this.focus();
  }

  private tileButtons(number: number): HTMLElement {
    const { actions } = this;
    const buttons: readonly (readonly [string, string | undefined, () => void])[] = [
      ['←', 'Move earlier', () => actions.move(number, -1)],
      ['→', 'Move later', () => actions.move(number, 1)],
      ['Narrower', undefined, () => actions.resize(number, -1, 0)],
      ['Wider', undefined, () => actions.resize(number, 1, 0)],
      ['Lower', undefined, () => actions.resize(number, 0, -1)],
      ['Higher', undefined, () => actions.resize(number, 0, 1)],
      ['Duplicate', undefined, () => actions.copy(number)],
      ['Remove', undefined, () => actions.remove(number)],
      ['Done', undefined, () => actions.deselect()],
    ];
    return element(
      'div',
      { class: 'edit-buttons', role: 'group', 'aria-label': 'The tile' },
      ...buttons.map(([text, label, act]) => {
        const made = button(text, act, label);
        if (label !== undefined) made.title = label;
        return made;
      }),
    );
  }

  private fill(title: string, ...content: HTMLElement[]): void {
    const focused = this.element.contains(document.activeElement) ? document.activeElement?.textContent : undefined;
    this.element.classList.remove('is-wide');
    this.content.replaceChildren(element('h2', {}, title), ...content);
    // A button that moves a tile may be pressed repeatedly, so it keeps the focus.
    const buttons = [...this.content.querySelectorAll<HTMLElement>('.edit-buttons button')];
    buttons.find(({ textContent }) => textContent === focused)?.focus();
  }
}
