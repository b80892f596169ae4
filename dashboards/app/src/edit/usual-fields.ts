const ofChart = ['unit', 'decimals', 'label', 'min', 'max', 'thresholds'];

/** Fields that a tile of a type usually has; the others are a click further away, and so are all of a type that is not here. */
const usual: Readonly<Record<string, readonly string[]>> = {
  line: [...ofChart, 'area'],
  number: ofChart,
  meter: ofChart,
  bars: ['value', 'key', 'limit', ...ofChart],
  table: ['key', 'columns', 'limit'],
  timeline: ['value', 'states', 'limit'],
  heatmap: ['value', 'unit'],
  status: ['value', 'key', 'states', 'thresholds'],
  sparklines: ['value', 'key', 'thresholds', 'limit'],
  events: ['except', 'limit'],
  text: ['text'],
  image: ['url', 'alt', 'refresh'],
  frame: ['url', 'refresh'],
  clock: ['zone', 'date', 'label'],
  plan: ['places', 'shapes', 'url', 'alt', 'aspect', 'thresholds'],
  form: ['post', 'event', 'fields', 'button'],
};

const withoutTopics = new Set(['text', 'image', 'frame', 'clock', 'form']);

/** The fields of a form, the usual first; what the tile has is always among those. */
export function splitFields(type: string, all: readonly string[], present: readonly string[]): { first: readonly string[]; more: readonly string[] } {
  const always = ['type', 'title', ...(withoutTopics.has(type) ? [] : ['topics']), 'width', 'height'];
  const first = [...new Set([...always, ...(usual[type] ?? []), ...present])].filter((name) => all.includes(name));
  return { first, more: all.filter((name) => !first.includes(name)) };
}

/** A tile of this type that shows something at once. */
export function newTile(type: string, topic: string): Readonly<Record<string, unknown>> {
  switch (type) {
    case 'text':
      return { type, text: 'A **text**, with {topic} for its latest value.'.replace('topic', topic) };
    case 'image':
      return { type, url: '/favicon.svg', alt: 'The logo' };
    case 'frame':
      return { type, title: 'All topics', url: '/explore' };
    case 'clock':
      return { type };
    case 'plan':
      return { type, topics: [topic], places: { [topic]: { x: 50, y: 50 } }, shapes: [{ label: 'Hall', points: [[5, 5], [95, 5], [95, 95], [5, 95]] }] };
    case 'form':
      return { type, title: 'Post a number', post: 'demo/form', fields: [{ name: 'value', label: 'Number', type: 'number' }] };
    default:
      return { type, topics: [topic] };
  }
}
