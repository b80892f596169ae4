import { isObject } from '../../board/reader.ts';
import { element } from '../../dom/element.ts';
import { uniqueId } from '../../dom/unique-id.ts';
import { withMember } from '../draft/tile-edits.ts';
import { controlOf, type OnChange } from './controls.ts';
import { labelOf } from './field-words.ts';
import { ListField } from './list-field.ts';
import { MapField } from './map-field.ts';
import type { BoardSchema, FieldSchema } from './schema.ts';

/** The fields of an object, made from its schema. */
export class Fields {
  constructor(private readonly schema: BoardSchema) {}

  /** A field for each name that the schema knows. `onChange` gets the new object. */
  of(
    part: FieldSchema,
    names: readonly string[],
    value: Readonly<Record<string, unknown>>,
    onChange: (value: Record<string, unknown>, name: string) => void,
  ): HTMLElement[] {
    // Several fields may change before they are made anew.
    let now: Record<string, unknown> = { ...value };
    return names.flatMap((name) => {
      const field = part.properties?.[name];
      if (field === undefined) return [];
      const isRequired = part.required?.includes(name) ?? false;
      return this.field(name, this.schema.resolve(field), now[name], isRequired, (one) => {
        now = withMember(now, name, one);
        onChange(now, name);
      });
    });
  }

  private field(name: string, field: FieldSchema, value: unknown, isRequired: boolean, onChange: OnChange): HTMLElement {
    const id = uniqueId('edit-field');
    const hint =
      field.description === undefined
        ? undefined
        : element('p', { class: 'edit-hint', id: `${id}-hint` }, field.description);
    const many = this.many(name, field, value, onChange);
    if (many !== undefined) {
      const legend = element('legend', { title: name }, labelOf(name));
      return element('fieldset', { class: 'edit-field', 'aria-describedby': hint?.id }, legend, many, hint);
    }
    const control = controlOf(name, field, value, isRequired, onChange);
    const fault = element('p', { class: 'edit-fault', id: `${id}-fault`, role: 'status' });
    control.id = id;
    control.dataset['field'] = name;
    control.setAttribute('aria-describedby', [fault, hint].flatMap((one) => one?.id ?? []).join(' '));
    const examples = element(
      'datalist',
      { id: `${id}-list` },
      ...(field.examples ?? []).map((one) => element('option', { value: one })),
    );
    if (field.examples !== undefined) control.setAttribute('list', examples.id);
    const label = element('label', { for: id, title: name }, labelOf(name));
    const isBox = field.type === 'boolean';
    const parts = isBox ? [control, label] : [label, control];
    const made = element('div', { class: isBox ? 'edit-field is-box' : 'edit-field' }, ...parts, examples, fault, hint);
    made.addEventListener('input', () => (fault.textContent = control.validationMessage));
    return made;
  }

  /** A list or a map with its entries. Undefined for a field with a single value. */
  private many(name: string, field: FieldSchema, value: unknown, onChange: OnChange): HTMLElement | undefined {
    const { items, additionalProperties } = field;
    const item = this.schema.resolve(items ?? {});
    if (field.type === 'array' && item.type !== 'array') {
      const fieldsOf =
        item.type === 'string' ? undefined : (one: unknown, onPart: OnChange) => this.parts(item, one, onPart);
      return new ListField(
        { name, isTopics: item.pattern !== undefined, fieldsOf },
        Array.isArray(value) ? value : [],
        onChange,
      ).element;
    }
    if (typeof additionalProperties !== 'object' || (field.type !== 'object' && !isObject(value))) return undefined;
    const entry = this.schema.resolve(additionalProperties);
    const fieldsOf = (one: unknown, onPart: OnChange) => this.parts(entry, one, onPart);
    return new MapField({ name, keys: field.propertyNames ?? {}, fieldsOf }, isObject(value) ? value : {}, onChange).element;
  }

  /** The fields of an entry. An entry that is no object is one field. */
  private parts(part: FieldSchema, value: unknown, onChange: OnChange): HTMLElement[] {
    if (part.properties === undefined) return [this.field('value', part, value, true, onChange)];
    return this.of(part, Object.keys(part.properties), isObject(value) ? value : {}, onChange);
  }
}
