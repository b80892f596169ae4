import { omitUndefined } from '../../board/omit-undefined.ts';
import type { Reader } from '../../board/reader.ts';
import type { PlanPlace, PlanShape } from '../generated/fields.ts';
import type { PlanTileConfig } from '../generated/tile-config.ts';
import { readThresholds } from '../read-shared.ts';
import type { OwnFields } from '../tile-definition.ts';

const defaultAspect = 1.6;

/** Reads the outlines of a plan, and the places of its values. */
export function readPlan(reader: Reader): OwnFields<PlanTileConfig> {
  const aspect = reader.number('aspect') ?? defaultAspect;
  if (aspect < 0.25 || aspect > 4) reader.fail('aspect', 'must be from 0.25 to 4');
  const shapes = reader.parts('shapes', readShape);
  const places = reader.map('places', 'an object of a place for each topic', readPlace);
  reader.need('places', 'say where on the plan each topic stands');
  if (reader.has('url')) reader.need('alt', 'say what the image shows');
  return { aspect, shapes, places };
}

function readShape(part: Reader): PlanShape {
  const points = part.list('points') ?? [];
  const areSound = points.length >= 2 && points.every(isPoint);
  if (!areSound) part.fail('points', 'must be at least two points such as [10, 20], in percent');
  return { points: areSound ? (points as [number, number][]) : [], ...omitUndefined({ label: part.text('label') }) };
}

function readPlace(part: Reader): PlanPlace {
  const [x, y] = [part.number('x'), part.number('y')];
  if (!isPoint([x, y])) part.failWhole('must have x and y from 0 to 100');
  const thresholds = part.has('thresholds') ? readThresholds(part) : undefined;
  return { x: x ?? 0, y: y ?? 0, ...omitUndefined({ thresholds }) };
}

function isPoint(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number' && part >= 0 && part <= 100)
  );
}
