import { isObject } from '../../board/reader.ts';
import { element } from '../../dom/element.ts';
import { readValue } from '../file/read-json.ts';
import type { FieldSchema } from './schema.ts';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Called with the new value of a field. Undefined is an empty field. */
export type OnChange = (value: unknown) => void;

/** The id of the datalist that completes topics. */
export const topicList = 'edit-topics';

/** The input of a field. An invalid input reports it by its validity, and the last valid value stays. */
export function controlOf(
  name: string,
  field: FieldSchema,
  value: unknown,
  isRequired: boolean,
  onChange: OnChange,
): Control {
  if (field.enum !== undefined) return choice(field, value, isRequired, onChange);
  if (field.type === 'boolean') return box(field, value, onChange);
  if (field.type === 'integer' || field.type === 'number') return number(field, value, onChange);
  if (field.type === 'object' || field.type === 'array' || isObject(value)) return json(value, onChange);
  if (name === 'text') return long(value, onChange);
  return line(field, value, onChange);
}

/** The text of an attribute. Undefined leaves it out. */
function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

function choice(field: FieldSchema, value: unknown, isRequired: boolean, onChange: OnChange): Control {
  const select = element(
    'select',
    {},
    ...(isRequired ? [] : [element('option', { value: '' }, textOf(field.default) ?? '–')]),
  );
  select.append(...(field.enum ?? []).map((one) => element('option', { value: one }, one)));
  select.value = textOf(value) ?? '';
  select.addEventListener('change', () => onChange(select.value === '' ? undefined : select.value));
  return select;
}

function box(field: FieldSchema, value: unknown, onChange: OnChange): Control {
  const input = element('input', { type: 'checkbox' });
  input.checked = (value ?? field.default ?? false) === true;
  input.addEventListener('change', () => onChange(input.checked === (field.default ?? false) ? undefined : input.checked));
  return input;
}

function number(field: FieldSchema, value: unknown, onChange: OnChange): Control {
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

function line(field: FieldSchema, value: unknown, onChange: OnChange): Control {
  const [text, placeholder] = [textOf(value), textOf(field.default)];
  const input = element('input', { type: 'text', value: text, placeholder, spellcheck: 'false', autocomplete: 'off' });
  input.addEventListener('input', () => {
    const fits = field.pattern === undefined || input.value === '' || new RegExp(field.pattern).test(input.value);
    showFault(input, fits ? '' : (field.errorMessage ?? `must match ${field.pattern}`));
    if (fits) onChange(input.value === '' ? undefined : input.value);
  });
  return input;
}

/** An input for one text of a list. Changes are reported when the input is complete, not while a topic is typed. */
export function listLine(label: string, isTopic: boolean, value: unknown, onChange: OnChange): HTMLInputElement {
  const help = isTopic ? { list: topicList, placeholder: 'a topic, or a pattern such as web/*' } : {};
  const quiet = { spellcheck: 'false', autocomplete: 'off' };
  const input = element('input', { type: 'text', 'aria-label': label, value: textOf(value), ...quiet, ...help });
  input.addEventListener('change', () => onChange(input.value.trim()));
  return input;
}

function long(value: unknown, onChange: OnChange): Control {
  const area = element('textarea', { rows: '8' });
  area.value = textOf(value) ?? '';
  area.addEventListener('input', () => onChange(area.value));
  return area;
}

/** An input for JSON, for fields without a form of their own. */
function json(value: unknown, onChange: OnChange): Control {
  const area = element('textarea', { rows: '4', class: 'edit-code', spellcheck: 'false', placeholder: '{ }' });
  area.value = value === undefined ? '' : JSON.stringify(value, null, 2);
  area.addEventListener('input', () => {
    const result = area.value.trim() === '' ? { value: undefined } : readValue(area.value);
    showFault(area, 'fault' in result ? result.fault : '');
    if ('value' in result) onChange(result.value);
  });
  return area;
}

/** Shows a fault. An empty text removes it. */
export function showFault(control: HTMLInputElement | HTMLTextAreaElement, fault: string): void {
  control.setCustomValidity(fault);
  control.setAttribute('aria-invalid', String(fault !== ''));
}
