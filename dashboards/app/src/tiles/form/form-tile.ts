import './form.css';
import { isPage, Refusal } from '@livefeed/client/engine';
import { element } from '../../dom/element.ts';
import { icon } from '../../dom/icon.ts';
import { uniqueId } from '../../dom/unique-id.ts';
import { clockTime } from '../../format/time.ts';
import type { FormField } from '../generated/fields.ts';
import type { FormTileConfig } from '../generated/tile-config.ts';
import type { Tile } from '../tile.ts';
import { TileFrame } from '../tile-frame.ts';
import { type FieldValue, formEvent, randomId } from './form-event.ts';

type Control = HTMLInputElement | HTMLSelectElement;

/** Fields that are posted as one event, with the reader's own rights. The service's answer is shown below them. */
export class FormTile implements Tile {
  readonly element: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly controls: readonly Control[];
  private readonly button: HTMLButtonElement;
  /** A live region from the start: a new one with text in it is not read out. */
  private readonly answer = element('p', { class: 'form-answer', role: 'status' });
  /** The last attempt without an answer. A retry sends the same id, so that nothing is posted twice. */
  private attempt: { readonly body: string; readonly id: string } | undefined;
  private isPosting = false;

  constructor(private readonly config: FormTileConfig) {
    const frame = new TileFrame('form', config.title, config.description);
    this.controls = config.fields.map(control);
    this.button = element('button', { type: 'submit', class: 'form-button' }, config.button ?? 'Post');
    const rows = config.fields.map((field, i) => row(field, this.controls[i] as Control));
    this.form = element('form', { class: 'form', 'aria-label': config.title }, ...rows, this.button, this.answer);
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.post();
    });
    frame.body.append(this.form);
    this.element = frame.element;
  }

  /** A form shows no live data. */
  draw(): void {}

  private async post(): Promise<void> {
    // The button is not disabled meanwhile: a keyboard user would lose the focus.
    if (this.isPosting) return;
    this.isPosting = true;
    this.say(undefined, 'Posting…');
    try {
      await this.send();
      this.attempt = undefined;
      this.say('ok', `Posted at ${clockTime(Date.now())}`);
    } catch (problem) {
      const refusal = problem instanceof Refusal ? problem : undefined;
      // A refused event was not posted, so the next attempt is a new one.
      if (refusal?.isFinal === true) this.attempt = undefined;
      this.say(
        'warning',
        refusal === undefined
          ? 'The service does not answer. Try again: it is posted once at most.'
          : `Refused: ${refusal.message}`,
      );
    } finally {
      this.isPosting = false;
    }
  }

  private async send(): Promise<void> {
    const values = this.config.fields.map(({ name, type }, i): [string, FieldValue] => [
      name,
      controlValue(type, this.controls[i] as Control),
    ]);
    const event = formEvent(this.config.post ?? '', this.config.event, values);
    const body = JSON.stringify(event);
    if (this.attempt?.body !== body) this.attempt = { body, id: randomId() };
    const response = await fetch('/events', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ ...event, id: this.attempt.id }),
    });
    if (!response.ok || isPage(response)) throw await Refusal.from(response);
  }

  private say(sign: 'ok' | 'warning' | undefined, text: string): void {
    this.answer.dataset['sign'] = sign ?? '';
    this.answer.replaceChildren(...(sign === undefined ? [] : [icon(sign)]), element('span', {}, text));
  }
}

function controlValue(type: FormField['type'], { value }: Control): FieldValue {
  return value === '' ? undefined : type === 'number' ? Number(value) : value;
}

function control(field: FormField): Control {
  const id = uniqueId('form-field');
  const required = field.optional ? undefined : '';
  if (field.type === 'select') {
    const empty = field.optional ? element('option', { value: '' }, '–') : undefined;
    const select = element(
      'select',
      { id, name: field.name, required },
      empty,
      ...field.options.map((option) => element('option', {}, option)),
    );
    if (field.default !== undefined) select.value = String(field.default);
    return select;
  }
  const number = { min: text(field.min), max: text(field.max), step: text(field.step) ?? 'any', inputmode: 'decimal' };
  return element('input', {
    id,
    name: field.name,
    required,
    type: field.type,
    value: text(field.default),
    autocomplete: 'off',
    ...(field.type === 'number' ? number : { maxlength: '1000' }),
  });
}

function row(field: FormField, input: Control): HTMLElement {
  const optional = field.optional ? ' (optional)' : '';
  const unit = field.unit === undefined ? '' : `, ${field.unit}`;
  return element(
    'div',
    { class: 'form-field' },
    element('label', { for: input.id }, `${field.label}${unit}${optional}`),
    input,
  );
}

function text(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
