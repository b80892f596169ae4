const maxLine = 160;

/** JSON two spaces deep, with what fits into a line in one. */
export function jsonText(value, indent = '', isWhole = true) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Array.isArray(value)
    ? value.map((one) => jsonText(one, deeper, false))
    : Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${jsonText(one, deeper, false)}`);
  if (parts.length === 0) return open + close;
  const line = parts.join(', ');
  const pad = Array.isArray(value) ? '' : ' ';
  if (!isWhole && !line.includes('\n') && indent.length + line.length <= maxLine) return open + pad + line + pad + close;
  return `${open}\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}${close}`;
}
