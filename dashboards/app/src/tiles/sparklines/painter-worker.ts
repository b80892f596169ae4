import { GridPainter } from './grid-painter.ts';
import type { PainterMessage } from './painter-message.ts';

const painter = new GridPainter();
addEventListener('message', ({ data }: MessageEvent<PainterMessage>) => painter.take(data));
