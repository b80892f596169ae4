import { button } from '../../dom/button.ts';
import { element } from '../../dom/element.ts';
import { uniqueId } from '../../dom/unique-id.ts';
import { keyFault, type MapEntries, mapOf, newKey, withKey, withValue } from '../draft/map-edits.ts';
import { type OnChange, showFault, topicList } from './controls.ts';
import { firstPart, keyLabelOf, labelOf, partOf } from './field-words.ts';
import type { FieldSchema } from './schema.ts';

export interface MapParts {
  readonly name: string;
  /** What the schema says of the keys. */
  readonly keys: FieldSchema;
  fieldsOf(value: unknown, onChange: OnChange): HTMLElement[];
}

/** A map: the key of each entry, and the fields of its value. */
export class MapField {
  readonly element: HTMLElement;
  private now: MapEntries;

  constructor(
    private readonly parts: MapParts,
    value: Readonly<Record<string, unknown>>,
    private readonly onChange: OnChange,
  ) {
    this.now = Object.entries(value);
    this.element = element('div', { class: 'edit-list', 'data-field': parts.name });
    this.show();
  }

  private show(): void {
    const more = button(`Add ${partOf(this.parts.name)}`, () => this.add());
    this.element.replaceChildren(...this.now.map(([key, value], i) => this.entry(key, value, i)), more);
  }

  private tell(now: MapEntries): void {
    this.now = now;
    this.onChange(mapOf(now));
  }

  private entry(key: string, value: unknown, i: number): HTMLElement {
    const part = partOf(this.parts.name);
    const fields = element('div', {}, ...this.parts.fieldsOf(value, (one) => this.tell(withValue(this.now, i, one))));
    const remove = () => {
      this.tell(this.now.toSpliced(i, 1));
      this.show();
      (this.element.lastElementChild as HTMLElement).focus();
    };
    const removal = button('Remove', remove, `Remove ${part} ${i + 1}`);
    const legend = element('legend', {}, `${labelOf(part)} ${i + 1}`);
    return element('fieldset', { class: 'edit-part' }, legend, this.key(key, i, fields), fields, removal);
  }

  /** The key is changed when the input is complete. An invalid key changes nothing. */
  private key(key: string, i: number, fields: HTMLElement): HTMLElement {
    const { name, keys } = this.parts;
    const id = uniqueId('edit-key');
    const label = keyLabelOf(name);
    const fault = element('p', { class: 'edit-fault', id: `${id}-fault`, role: 'status' });
    const input = element('input', {
      type: 'text',
      id,
      value: key,
      class: 'edit-key',
      spellcheck: 'false',
      autocomplete: 'off',
    });
    input.setAttribute('aria-describedby', fault.id);
    if (label === 'Topic') input.setAttribute('list', topicList);
    input.addEventListener('input', () => {
      const found = keyFault(this.now, i, input.value.trim(), keys);
      showFault(input, found ?? '');
      fault.textContent = found === undefined ? '' : `${label} ${found}`;
    });
    input.addEventListener('change', () => {
      if (input.validity.valid) this.rename(i, input.value.trim(), fields);
    });
    return element('div', { class: 'edit-field' }, element('label', { for: id }, label), input, fault);
  }

  /** Fields of the entry that have the key in braces, as the topics of a variable do, get the new key. */
  private rename(i: number, key: string, fields: HTMLElement): void {
    const old = `{${this.now[i]?.[0]}}`;
    this.now = withKey(this.now, i, key);
    for (const input of fields.querySelectorAll<HTMLInputElement>('input[type="text"]')) {
      if (!input.value.includes(old)) continue;
      input.value = input.value.replaceAll(old, `{${key}}`);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
    this.tell(this.now);
  }

  private add(): void {
    const { name } = this.parts;
    const key = newKey(this.now, partOf(name));
    this.tell([...this.now, [key, firstPart(name, key)]]);
    this.show();
    [...this.element.querySelectorAll<HTMLInputElement>(':scope > fieldset > .edit-field > .edit-key')].at(-1)?.select();
  }
}
