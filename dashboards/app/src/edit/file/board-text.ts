/** Max characters of a line. What fits stays in one line, because people read a board's file with a tile a line. */
const maxLine = 160;

/** JSON as board files are written: two spaces deep, short lists and objects in one line. */
export function boardText(board: object): string {
  return `${write(board, '', true)}\n`;
}

function write(value: unknown, indent: string, isWhole = false): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const isList = Array.isArray(value);
  const [open, close] = isList ? '[]' : '{}';
  const deeper = `${indent}  `;
  const parts = isList
    ? value.map((one) => ['', one] as const)
    : Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .map(([name, one]) => [`${JSON.stringify(name)}: `, one] as const);
  if (parts.length === 0) return `${open}${close}`;
  if (!isWhole && !holdsParts(value)) {
    const line = parts.map(([name, one]) => name + write(one, deeper)).join(', ');
    const pad = isList ? '' : ' ';
    if (!line.includes('\n') && indent.length + line.length <= maxLine) return `${open}${pad}${line}${pad}${close}`;
  }
  return `${open}\n${parts.map(([name, one]) => deeper + name + write(one, deeper)).join(',\n')}\n${indent}${close}`;
}

/** Lists of tiles and sections, and objects with such lists, have several lines. */
function holdsParts(value: object): boolean {
  return Array.isArray(value)
    ? value.some((one) => one !== null && typeof one === 'object' && ('type' in one || 'tiles' in one))
    : 'tiles' in value;
}
