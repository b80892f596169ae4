import type { PlanPlace, PlanShape, TileConfig, TileType } from './board.ts';
import { present } from './present.ts';
import { readParts, readThresholds } from './read-members.ts';
import { isObject, Reader } from './reader.ts';

const usualAspect = 1.6;

/** What a plan draws, and where on it values stand. */
export function readPlan(reader: Reader, type: TileType | undefined, errors: string[]): Pick<TileConfig, 'aspect' | 'shapes' | 'places'> {
  const aspect = reader.number('aspect') ?? usualAspect;
  if (aspect < 0.25 || aspect > 4) reader.fail('aspect', 'must be from 0.25 to 4');
  const shapes = readShapes(reader, errors);
  const places = readPlaces(reader, errors);
  if (type === 'plan') {
    if (reader.any('places') === undefined) reader.fail('places', 'is missing: say where on the plan each topic stands');
    if (reader.any('url') !== undefined && reader.any('alt') === undefined) reader.fail('alt', 'is missing: say what the image shows');
  }
  return { aspect, shapes, places };
}

function readShapes(reader: Reader, errors: string[]): PlanShape[] {
  return readParts(reader, 'shapes', errors, (part, path) => {
    const points = part.list('points') ?? [];
    const areSound = points.length >= 2 && points.every(isPoint);
    if (!areSound) errors.push(`${path}.points must be at least two points such as [10, 20], in percent`);
    return { points: areSound ? (points as [number, number][]) : [], ...present({ label: part.text('label') }) };
  });
}

function readPlaces(reader: Reader, errors: string[]): Record<string, PlanPlace> {
  const value = reader.any('places');
  if (value === undefined || value === null) return {};
  if (!isObject(value)) {
    reader.fail('places', 'must be an object of a place for each topic');
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => {
      const path = `places.${name}`;
      const part = new Reader(isObject(entry) ? entry : {}, errors, `${path}.`);
      const [x, y] = [part.number('x'), part.number('y')];
      if (!isPoint([x, y])) errors.push(`${path} must have x and y from 0 to 100`);
      const thresholds = part.any('thresholds') === undefined ? undefined : readThresholds(part, errors);
      return [name, { x: x ?? 0, y: y ?? 0, ...present({ thresholds }) }];
    }),
  );
}

function isPoint(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number' && part >= 0 && part <= 100);
}
