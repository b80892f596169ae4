// Made by `npm run compose` from the schema.json of each tile type. Change those.

import { definition as line } from '../line/definition.ts';
import { definition as number } from '../number/definition.ts';
import { definition as meter } from '../meter/definition.ts';
import { definition as events } from '../events/definition.ts';
import { definition as bars } from '../bars/definition.ts';
import { definition as table } from '../table/definition.ts';
import { definition as timeline } from '../timeline/definition.ts';
import { definition as heatmap } from '../heatmap/definition.ts';
import { definition as status } from '../status/definition.ts';
import { definition as sparklines } from '../sparklines/definition.ts';
import { definition as text } from '../text/definition.ts';
import { definition as image } from '../image/definition.ts';
import { definition as frame } from '../frame/definition.ts';
import { definition as clock } from '../clock/definition.ts';
import { definition as plan } from '../plan/definition.ts';
import { definition as form } from '../form/definition.ts';

export const definitions = {
  line,
  number,
  meter,
  events,
  bars,
  table,
  timeline,
  heatmap,
  status,
  sparklines,
  text,
  image,
  frame,
  clock,
  plan,
  form,
};
