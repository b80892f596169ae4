import type { WallMessage } from './wall-message.ts';
import { WallPainter } from './wall-painter.ts';

const painter = new WallPainter();
addEventListener('message', ({ data }: MessageEvent<WallMessage>) => painter.take(data));
