/** Red, green and blue as amounts of light, from 0 to 1. */
export type Light = readonly [number, number, number];

type Matrix = readonly [Light, Light, Light];

/** What eyes make of light, without one of the three receptors: Machado, Oliveira and Fernandes 2009, severity 1. */
export const sights: Readonly<Record<string, Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanope: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranope: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanope: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** As WCAG has it, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(lightOf(one)), luminance(lightOf(other))].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** A colour that lets some of its ground through, on it. */
export function over(colour: string, ground: string): string {
  const alpha = Number.parseInt(colour.slice(7, 9) || 'ff', 16) / 255;
  const mixed = channels(colour).map((value, i) => Math.round(value * alpha + (channels(ground)[i] ?? 0) * (1 - alpha)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

export function seenBy(sight: string, colour: string): Light {
  const light = lightOf(colour);
  const [r, g, b] = (sights[sight] as Matrix).map((row) => Math.min(1, Math.max(0, dot(row, light))));
  return [r ?? 0, g ?? 0, b ?? 0];
}

/** How far apart two lights look: their distance in Oklab, where 0.02 is just noticed. */
export function difference(one: Light | undefined, other: Light | undefined): number {
  const [a, b] = [oklab(one ?? [0, 0, 0]), oklab(other ?? [0, 0, 0])];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function lightOf(colour: string): Light {
  const [r, g, b] = channels(colour).map((value) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return [r ?? 0, g ?? 0, b ?? 0];
}

function luminance(light: Light): number {
  return dot([0.2126, 0.7152, 0.0722], light);
}

function dot(one: Light, other: Light): number {
  return one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
}

function oklab(light: Light): Light {
  const l = Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], light));
  const m = Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], light));
  const s = Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], light));
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], [l, m, s]),
    dot([1.9779984951, -2.428592205, 0.4505937099], [l, m, s]),
    dot([0.0259040371, 0.7827717662, -0.808675766], [l, m, s]),
  ];
}
