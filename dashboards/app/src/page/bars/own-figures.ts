import { listTopics } from '@livefeed/client/queries';
import type { Board } from '../../board/board.ts';
import { element } from '../../dom/element.ts';
import { icon } from '../../dom/icon.ts';
import type { BoardPageParts } from '../board-page-parts.ts';
import { topicsOf } from '../prepare-board.ts';
import type { Notices } from './page-notices.ts';

const isFigure = (topic: string) => topic.startsWith('metrics/');

/**
 * Says above a board that shows the service's own figures that there are none: its tiles would wait for ever, and not say
 * why. The bar goes with the first figure.
 */
export async function tellOfNoFigures(board: Board | undefined, { router }: BoardPageParts, place: Notices): Promise<void> {
  if (board === undefined || !topicsOf(board).some(isFigure) || (await listTopics({ pattern: 'metrics/**' })).length > 0)
    return;
  const text = element(
    'p',
    {},
    element('strong', {}, 'The service publishes no figures of its own'),
    ' (',
    element('code', {}, 'LiveFeed:Metrics:Enabled'),
    '), so tiles of ',
    element('code', {}, 'metrics/…'),
    ' stay empty. ',
    element('a', { href: '/explore' }, 'Explore'),
    ' shows all topics there are, and how to post.',
  );
  const bar = element('div', { class: 'fault-bar', role: 'status' }, icon('warning'), text);
  place.element.append(bar);
  router.add({ wants: isFigure, accept: () => bar.remove() });
}
