import type { PainterMessage } from './painter-message.ts';
import { GridPainter } from './grid-painter.ts';

const painter = new GridPainter();
addEventListener('message', ({ data }: MessageEvent<PainterMessage>) => painter.take(data));
