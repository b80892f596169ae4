const paths = {
  warning: 'M8 2.2 14.6 13.6H1.4Z M8 6.4v3.4 M8 11.6v.1',
  critical: 'M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4Z M8 4.9v3.8 M8 11v.1',
  clock: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8Z M8 4.6V8l2.3 1.5',
  sun: [
    'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6Z M8 1.2v1.3 M8 13.5v1.3 M1.2 8h1.3 M13.5 8h1.3',
    'M3.2 3.2l.9.9 M11.9 11.9l.9.9 M3.2 12.8l.9-.9 M11.9 4.1l.9-.9',
  ].join(' '),
  moon: 'M13.6 9.6A6 6 0 0 1 6.4 2.4a6 6 0 1 0 7.2 7.2Z',
  ok: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8Z M5.2 8.2l2 2 3.6-4.2',
  dot: 'M8 5.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8Z',
  table: 'M2 3h12v10H2Z M2 6.4h12 M2 9.7h12 M6.4 6.4V13',
  close: 'M3.5 3.5l9 9 M12.5 3.5l-9 9',
  pause: 'M5.2 3v10 M10.8 3v10',
  play: 'M4.5 2.8 12.6 8l-8.1 5.2Z',
  share:
    'M12 1.9a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z M4 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z M12 10.5a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z M5.6 7.1l4.8-2.5 M5.6 8.9l4.8 2.5',
  expand: 'M2 5.6V2h3.6 M10.4 2H14v3.6 M14 10.4V14h-3.6 M5.6 14H2v-3.6',
  next: 'M3.5 3l6 5-6 5Z M12.5 3v10',
  lock: 'M3.5 7.2h9v6.6h-9Z M5.4 7.2V5a2.6 2.6 0 0 1 5.2 0v2.2',
  plus: 'M8 3v10 M3 8h10',
  copy: 'M5.6 5.6h8v8h-8Z M3 10.4h-.6v-8h8V3',
} as const;

export type IconName = keyof typeof paths;

const namespace = 'http://www.w3.org/2000/svg';

/** A 16-unit line icon in the text's colour. It is hidden from screen readers, since a text beside it says the same. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
