import { button } from '../dom/button.ts';
import { element } from '../dom/element.ts';
import type { BoardJson, Draft } from './draft/draft.ts';
import { sectionOf, withAddedSection, withMovedSection, withoutSection, withSection } from './draft/section-edits.ts';
import { withMember } from './draft/tile-edits.ts';
import { type SectionJson, sectionsOf } from './draft/tile-lists.ts';
import type { Fields } from './fields/fields.ts';
import type { BoardSchema } from './fields/schema.ts';

export interface SectionActions {
  change(file: BoardJson, what: string): void;
  /** One step of undo. The board's form is made anew after it. */
  replace(file: BoardJson, what: string): void;
}

/** The board's sections in its form. */
export class SectionForm {
  private sections: readonly HTMLElement[] = [];
  private add: HTMLElement | undefined;

  constructor(
    private readonly fields: Fields,
    private readonly schema: BoardSchema,
    private readonly draft: Draft,
    private readonly actions: SectionActions,
  ) {}

  /** As the draft has them now. */
  make(): HTMLElement {
    const { draft, actions, schema } = this;
    const sections = sectionsOf(draft.file);
    this.sections = sections.map((section, i) => this.section(section, i, sections.length));
    this.add = button('Add section', () => {
      actions.replace(withAddedSection(draft.file), 'add section');
      this.sections.at(-1)?.querySelector('input')?.select();
    });
    const about = schema.board.properties?.['sections']?.description ?? '';
    const afterwards = 'The tiles of one that is removed stay: they go to the section before it, or above them all';
    const hint = element('p', { class: 'edit-hint', id: 'edit-sections-hint' }, `${about}. ${afterwards}`);
    const list = element('div', { class: 'edit-list', 'data-field': 'sections' }, ...this.sections, this.add);
    const legend = element('legend', { title: 'sections' }, 'Sections');
    return element('fieldset', { class: 'edit-field', 'aria-describedby': hint.id }, legend, list, hint);
  }

  private section(section: SectionJson, i: number, count: number): HTMLElement {
    const { draft, actions } = this;
    const move = (to: number) => {
      actions.replace(withMovedSection(draft.file, i, to), 'move section');
      const buttons = [...(this.sections[to]?.querySelectorAll<HTMLButtonElement>('.edit-buttons button') ?? [])];
      // A reader presses the same button repeatedly. At the end of the list the focus goes to the other one.
      (to < i ? buttons : buttons.toReversed().slice(1)).find(({ disabled }) => !disabled)?.focus();
    };
    const remove = () => {
      actions.replace(withoutSection(draft.file, i), 'remove section');
      this.add?.focus();
    };
    const up = button('Move up', () => move(i - 1), `Move up section ${i + 1}`);
    const down = button('Move down', () => move(i + 1), `Move down section ${i + 1}`);
    up.disabled = i === 0;
    down.disabled = i === count - 1;
    return element(
      'fieldset',
      { class: 'edit-part' },
      element('legend', {}, `Section ${i + 1}`),
      ...this.fields.of(this.schema.section, ['title', 'folded'], section, (part, name) => {
        const now = withMember(sectionsOf(draft.file)[i] as SectionJson, name, part[name]);
        actions.change(withSection(draft.file, i, now), `section ${i} ${name}`);
      }),
      element('div', { class: 'edit-buttons' }, up, down, button('Remove', remove, `Remove section ${i + 1}`)),
    );
  }
}

/** A choice of the section of a tile. Empty where the board has no sections. */
export function sectionChoice(
  file: BoardJson,
  number: number,
  onChange: (section: number | undefined) => void,
): HTMLElement[] {
  const sections = sectionsOf(file);
  if (sections.length === 0) return [];
  const select = element(
    'select',
    { id: 'edit-section', 'aria-describedby': 'edit-section-hint' },
    element('option', { value: '' }, 'Above the sections'),
    ...sections.map(({ title }, i) => element('option', { value: String(i) }, `${i + 1}: ${String(title ?? '')}`)),
  );
  select.value = String(sectionOf(file, number) ?? '');
  select.addEventListener('change', () => onChange(select.value === '' ? undefined : Number(select.value)));
  const hint = element('p', { class: 'edit-hint', id: 'edit-section-hint' }, 'In another one it goes to the end');
  return [element('div', { class: 'edit-field' }, element('label', { for: 'edit-section' }, 'Section'), select, hint)];
}
