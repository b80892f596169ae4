type Child = Node | string | undefined;

interface Settings {
  readonly class?: string;
  readonly [attribute: string]: string | undefined;
}

/** Makes an element. Texts become text nodes: what producers send is never read as markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  settings: Settings = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Writes a text only when it differs: most texts do not change between frames. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
