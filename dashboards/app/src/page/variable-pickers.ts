import { onNavigation, pageQuery, pushParameters } from '../address/page-address.ts';
import { askedValues, variableParameter } from '../address/variables.ts';
import type { Variable } from '../board/board.ts';
import { chooseValue, listChoices } from '../board/variable-values.ts';
import { topicWith, type VariableValues } from '../board/with-values.ts';
import { element } from '../dom/element.ts';
import { uniqueId } from '../dom/unique-id.ts';

/** Milliseconds between requests for the present values. */
const refreshEvery = 10_000;

interface Picker {
  readonly variable: Variable;
  /** Its place on the page; hidden while there is nothing to choose from. */
  readonly place: HTMLElement;
  readonly select: HTMLSelectElement;
  choices: readonly string[];
  /** The first choice when the reader came, or since the value of a variable in its topics changed. */
  first: string | undefined;
  /** The pattern of the topics that have the choices. */
  from: string;
}

/**
 * A choice for each variable of the board, from the topics that exist. The chosen values are in the address, so that links
 * keep them.
 */
export class VariablePickers {
  readonly element = element('div', { class: 'variables', role: 'group', 'aria-label': 'What the board shows' });
  private pickers: Picker[] = [];
  private current: VariableValues = {};
  private shown = '[]';
  /** True while the first values are read. `onChange` is not called meanwhile. */
  private isOpening = false;

  constructor(
    private readonly onChange: () => void,
    closed: AbortSignal,
  ) {
    this.element.hidden = true;
    onNavigation(() => this.settle(), closed);
    const refreshing = setInterval(() => {
      if (!document.hidden) void this.refresh();
    }, refreshEvery);
    closed.addEventListener('abort', () => clearInterval(refreshing), { once: true });
  }

  get values(): VariableValues {
    return this.current;
  }

  /** Shows these variables. Returns when each has its value. */
  async show(variables: readonly Variable[]): Promise<void> {
    const source = JSON.stringify(variables);
    if (source === this.shown) return;
    this.shown = source;
    this.pickers = variables.map((variable) => this.makePicker(variable));
    this.element.replaceChildren(...this.pickers.map(({ place }) => place));
    this.isOpening = true;
    await this.refresh();
    this.isOpening = false;
    this.settle();
  }

  private makePicker(variable: Variable): Picker {
    const select = element('select', { id: uniqueId('variable') });
    select.addEventListener('change', () => this.choose(variable, select.value));
    select.addEventListener('focus', () => void this.refresh());
    // Beside the choice, not around it: readers would hear its values as part of the name.
    const place = element('div', {}, element('label', { for: select.id }, variable.label), select);
    return { variable, place, select, choices: [], first: undefined, from: '' };
  }

  private choose({ name }: Variable, value: string): void {
    // Variables that depend on this one may not have their values any more.
    const isDependent = ({ variable }: Picker) => variable.name !== name && variable.topics.includes(`{${name}}`);
    const dropped = this.pickers.filter(isDependent).map(({ variable }) => [variableParameter(variable.name), undefined]);
    pushParameters({ ...Object.fromEntries(dropped), [variableParameter(name)]: value });
    this.settle();
    void this.refresh();
  }

  /** In the file's order: a variable may stand in the topics of those after it. */
  private async refresh(): Promise<void> {
    for (const picker of this.pickers) {
      try {
        const from = topicWith(picker.variable.topics, { ...this.current, [picker.variable.name]: '*' });
        picker.choices = await listChoices(picker.variable, this.current);
        if (from !== picker.from) picker.first = undefined;
        picker.from = from;
        picker.first ??= picker.choices[0];
      } catch {
        // The choices stay. The next refresh tries again.
      }
      this.settle();
    }
  }

  /** Gives each variable its value, from the address and the choices. Calls `onChange` when a value changed. */
  private settle(): void {
    const asked = askedValues(
      pageQuery(),
      this.pickers.map(({ variable }) => variable),
    );
    const values = Object.fromEntries(
      this.pickers.map((picker) => [
        picker.variable.name,
        chooseValue(picker.variable, picker.choices, asked[picker.variable.name], picker.first),
      ]),
    );
    const isOther = JSON.stringify(values) !== JSON.stringify(this.current);
    this.current = values;
    for (const picker of this.pickers) showChoices(picker, values[picker.variable.name] as string);
    this.element.hidden = this.isOpening || this.pickers.every(({ place }) => place.hidden);
    if (isOther && !this.isOpening) this.onChange();
  }
}

function showChoices({ variable, place, select, choices }: Picker, value: string): void {
  place.hidden = value === '';
  const texts = new Map([...(variable.all ? ['*'] : []), ...choices, value].map((one) => [one, one === '*' ? 'all' : one]));
  const isSame =
    select.options.length === texts.size && [...texts.keys()].every((one, i) => select.options[i]?.value === one);
  // An open list is not changed without need.
  if (!isSame) select.replaceChildren(...[...texts].map(([one, text]) => element('option', { value: one }, text)));
  if (select.value !== value) select.value = value;
}
