const abbreviations: Readonly<Record<string, string>> = { url: 'URL' };

/** The label of an entry's key, where a better word than "key" exists. */
const keys: Readonly<Record<string, string>> = { variables: 'Name', states: 'Value', places: 'Topic', label: 'Topic' };

/** A field's name as people write it: `errorMessage` is "Error message". */
export function labelOf(name: string): string {
  const words = name
    .replaceAll(/[^A-Za-z0-9]+/g, ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .trim()
    .toLowerCase();
  return abbreviations[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** The singular of a list or a map: one of `thresholds` is a "threshold". */
export function partOf(name: string): string {
  return labelOf(name).toLowerCase().replace(/s$/, '');
}

export function keyLabelOf(name: string): string {
  return keys[name] ?? 'Key';
}

/** The smallest valid entry of a list or a map. */
export function firstPart(name: string, key = ''): unknown {
  switch (name) {
    case 'thresholds':
      return { above: 0, level: 'warning' };
    case 'columns':
      return { path: 'value' };
    case 'fields':
      return { name: 'value' };
    case 'shapes':
      return {
        points: [
          [10, 10],
          [90, 10],
          [90, 90],
          [10, 90],
        ],
      };
    case 'variables':
      return { topics: `{${key}}/**` };
    case 'places':
      return { x: 50, y: 50 };
    case 'label':
      return key;
    default:
      return {};
  }
}
