import { isObject } from '../board/reader.ts';
import { element } from '../page/element.ts';
import { readJson } from './read-json.ts';
import type { BoardSchema, FieldSchema } from './schema.ts';
import { withMember } from './tile-edits.ts';

/** Told what a field holds from now on; undefined is nothing. */
type OnChange = (value: unknown) => void;

/** The id of the list by which topics are completed. */
export const topicList = 'edit-topics';

let fields = 0;

/** Fields of an object, by what the schema says of each. */
export class Fields {
  constructor(private readonly schema: BoardSchema) {}

  /** One for each name that the schema knows; `onChange` gets the object anew. */
  of(part: FieldSchema, names: readonly string[], value: Readonly<Record<string, unknown>>, onChange: (value: Record<string, unknown>, name: string) => void): HTMLElement[] {
    // Several may be changed before they are made anew.
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
    const id = `field-${++fields}`;
    const hint = field.description === undefined ? undefined : element('p', { class: 'edit-hint', id: `${id}-hint` }, field.description);
    const describe = hint === undefined ? undefined : `${id}-hint`;
    if (field.type === 'array') return group(name, hint, describe, this.list(name, field, Array.isArray(value) ? value : [], onChange));
    const control = this.control(name, field, value, isRequired, onChange);
    control.id = id;
    control.dataset['field'] = name;
    if (describe !== undefined) control.setAttribute('aria-describedby', describe);
    const examples = field.examples === undefined ? undefined : element('datalist', { id: `${id}-list` }, ...field.examples.map((one) => element('option', { value: one })));
    if (examples !== undefined) control.setAttribute('list', examples.id);
    const label = element('label', { for: id }, name);
    const isBox = field.type === 'boolean';
    return element('div', { class: isBox ? 'edit-field is-box' : 'edit-field' }, ...(isBox ? [control, label] : [label, control]), examples, hint);
  }

  private control(name: string, field: FieldSchema, value: unknown, isRequired: boolean, onChange: OnChange): HTMLElement {
    if (field.enum !== undefined) return choice(field, value, isRequired, onChange);
    if (field.type === 'boolean') return box(field, value, onChange);
    if (field.type === 'integer' || field.type === 'number') return number(field, value, onChange);
    if (field.type === 'object' || isObject(value)) return json(value, onChange);
    if (name === 'text') return long(value, onChange);
    return line(field, value, onChange);
  }

  /** A row each, and one more where texts can be added. */
  private list(name: string, field: FieldSchema, value: readonly unknown[], onChange: OnChange): HTMLElement {
    const item = this.schema.resolve(field.items ?? {});
    let now = [...value];
    const tell = () => onChange(now.length > 0 ? now : undefined);
    const rows = element('div', { class: 'edit-list', 'data-field': name });
    const show = () => {
      const removal = (i: number) => {
        const button = element('button', { type: 'button', 'aria-label': `Remove ${name} ${i + 1}` }, '✕');
        button.addEventListener('click', () => {
          now = now.toSpliced(i, 1);
          show();
          tell();
        });
        return button;
      };
      const isText = item.type === 'string';
      const set = (i: number, one: unknown) => {
        now = now.with(i, one);
        tell();
      };
      const made = now.map((one, i) =>
        isText
          ? element('div', { class: 'edit-row' }, topicLine(`${name} ${i + 1}`, one, (text) => (text === '' ? undefined : set(i, text))), removal(i))
          : element(
              'fieldset',
              { class: 'edit-part' },
              element('legend', {}, `${name} ${i + 1}`),
              ...this.of(item, Object.keys(item.properties ?? {}), isObject(one) ? one : {}, (part) => set(i, part)),
              removal(i),
            ),
      );
      const more = isText ? topicLine(`Add to ${name}`, '', add) : element('button', { type: 'button' }, `Add to ${name}`);
      if (!isText) more.addEventListener('click', () => add(firstPart(name)));
      rows.replaceChildren(...made, more);
    };
    const add = (one: unknown) => {
      if (one === '') return;
      now = [...now, one];
      show();
      tell();
      (rows.lastElementChild as HTMLElement).focus();
    };
    show();
    return rows;
  }
}

/** What a new part needs to be one at all. */
function firstPart(name: string): unknown {
  return name === 'thresholds' ? { above: 0, level: 'warning' } : name === 'columns' ? { path: 'value' } : {};
}

function group(name: string, hint: HTMLElement | undefined, describe: string | undefined, content: HTMLElement): HTMLElement {
  return element('fieldset', { class: 'edit-field', 'aria-describedby': describe }, element('legend', {}, name), content, hint);
}

/** As an attribute has a value that may be missing. */
function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

function choice(field: FieldSchema, value: unknown, isRequired: boolean, onChange: OnChange): HTMLElement {
  const select = element('select', {}, ...(isRequired ? [] : [element('option', { value: '' }, textOf(field.default) ?? '–')]));
  select.append(...(field.enum ?? []).map((one) => element('option', { value: one }, one)));
  select.value = textOf(value) ?? '';
  select.addEventListener('change', () => onChange(select.value === '' ? undefined : select.value));
  return select;
}

function box(field: FieldSchema, value: unknown, onChange: OnChange): HTMLElement {
  const input = element('input', { type: 'checkbox' });
  input.checked = (value ?? field.default ?? false) === true;
  input.addEventListener('change', () => onChange(input.checked === (field.default ?? false) ? undefined : input.checked));
  return input;
}

function number(field: FieldSchema, value: unknown, onChange: OnChange): HTMLElement {
  const input = element('input', {
    type: 'number',
    step: field.type === 'integer' ? '1' : 'any',
    min: textOf(field.minimum),
    max: textOf(field.maximum),
    value: textOf(value),
  });
  input.addEventListener('input', () => {
    if (input.validity.valid) onChange(input.value === '' ? undefined : Number(input.value));
  });
  return input;
}

function line(field: FieldSchema, value: unknown, onChange: OnChange): HTMLElement {
  const input = element('input', { type: 'text', value: textOf(value), placeholder: textOf(field.default), spellcheck: 'false', autocomplete: 'off' });
  input.addEventListener('input', () => {
    if (field.pattern === undefined || input.value === '' || new RegExp(field.pattern).test(input.value)) {
      onChange(input.value === '' ? undefined : input.value);
    }
  });
  return input;
}

/** Told when it is done: each half-typed topic would open the stream anew. */
function topicLine(label: string, value: unknown, onChange: OnChange): HTMLElement {
  const input = element('input', { type: 'text', 'aria-label': label, value: textOf(value), list: topicList, placeholder: 'a topic, or a pattern such as web/*', spellcheck: 'false', autocomplete: 'off' });
  input.addEventListener('change', () => onChange(input.value.trim()));
  return input;
}

function long(value: unknown, onChange: OnChange): HTMLElement {
  const area = element('textarea', { rows: '8' });
  area.value = textOf(value) ?? '';
  area.addEventListener('input', () => onChange(area.value));
  return area;
}

/** What has no form of its own. */
function json(value: unknown, onChange: OnChange): HTMLElement {
  const area = element('textarea', { rows: '4', class: 'edit-code', spellcheck: 'false', placeholder: '{ }' });
  area.value = value === undefined ? '' : JSON.stringify(value, null, 2);
  area.addEventListener('input', () => {
    const result = area.value.trim() === '' ? { file: undefined } : readJson(area.value);
    area.setCustomValidity('fault' in result ? result.fault : '');
    if ('file' in result) onChange(result.file);
    area.setAttribute('aria-invalid', String('fault' in result));
  });
  return area;
}
