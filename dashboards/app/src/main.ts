import 'uplot/dist/uPlot.min.css';
import './styles/colours.css';
import './styles/page.css';
import './page/head/board-switcher.css';
import './page/head/connection-badge.css';
import './styles/header.css';
import './styles/grid.css';
import './styles/board-head.css';
import './styles/tile.css';
import './styles/tile-notice.css';
import './tiles/figure.css';
import './styles/time.css';
import './share/share.css';
import './styles/modes.css';
import { pageQuery, replaceParameters } from './address/page-address.ts';
import { readPageOptions } from './address/page-options.ts';
import { loadBoard, nameFromPath } from './board/board-source.ts';
import { Zoom } from './chart/zoom.ts';
import { element } from './dom/element.ts';
import { DrawScheduler } from './draw/draw-scheduler.ts';
import { EventRouter } from './feed/event-router.ts';
import { Feed } from './feed/feed.ts';
import { FeedClock } from './feed/feed-clock.ts';
import { keepTime } from './feed/keep-time.ts';
import { Notices } from './page/bars/page-notices.ts';
import { BoardPage } from './page/board-page.ts';
import { boardProblem } from './page/board-problem.ts';
import { BoardSwitcher } from './page/head/board-switcher.ts';
import { ConnectionBadge } from './page/head/connection-badge.ts';
import { logo } from './page/head/logo.ts';
import { skipLink } from './page/head/skip-link.ts';
import { themeToggle } from './page/head/theme-toggle.ts';
import { Kiosk } from './share/kiosk.ts';
import type { Playlist } from './share/playlist.ts';
import { shareButton } from './share/share-buttons.ts';
import { onPrint } from './theme/on-print.ts';
import { Theme } from './theme/theme.ts';
import { PageTime } from './time/page-time.ts';

/** Milliseconds after which a service that has just started has published its first figures. */
const firstFigures = 5_000;

// Wires the page; each part knows only what it is handed here.
let page: BoardPage | undefined;
let shown: BoardPage | undefined;
let playlist: Playlist | undefined;
const asked = readPageOptions(pageQuery());
const theme = new Theme();
const clock = new FeedClock();
const router = new EventRouter();
const zoom = new Zoom();
const time = new PageTime(() => clock.now());
const scheduler = new DrawScheduler(
  () => time.now(),
  () => time.isLive,
);
const badge = new ConnectionBadge(() => feed.retryNow());
const switcher = new BoardSwitcher(nameFromPath(location.pathname));
const place = element('div', { class: 'place', id: 'content' });
const stopHiding = () => place.classList.remove('is-filling');
const notices = new Notices();
const feed = new Feed({
  router,
  clock,
  onStatus: (status) => {
    badge.set(status);
    if (status.state === 'live') void notices.showWaiting();
    page?.setStatus(status);
    playlist?.setStatus(status);
  },
  onGap: (gap) => notices.showGap(gap, clock.now()),
  onFilled: () => {
    stopHiding();
    scheduler.drawAll();
  },
});

document.documentElement.classList.toggle('is-tile', asked.tile !== undefined);
const head = element(
  'header',
  { class: 'page-head' },
  logo(),
  switcher.element,
  badge.element,
  shareButton(() => shown),
  themeToggle(theme),
);
document.body.append(skipLink(), head, notices.element, place);
if (asked.tile === undefined) {
  const kiosk = new Kiosk(asked.kiosk);
  head.append(kiosk.enterButton, kiosk.leaveButton);
}
theme.onChange(() => scheduler.drawAll());
onPrint(theme, scheduler);
zoom.onChange(() => scheduler.drawAll());

keepTime(clock);

let told = '';
void openBoard();

/** Not at the top level: chunks that are loaded later import this file, and would wait for it. */
async function openBoard(): Promise<void> {
  const loaded = await loadBoard(location.pathname, (problem) => {
    void switcher.refresh();
    // Only a new problem is shown: its button may have the focus, and screen readers would read it again.
    if (JSON.stringify(problem) === told) return;
    told = JSON.stringify(problem);
    badge.set({ state: 'reconnecting' });
    // A service that answers, but has no such board, is connected.
    badge.element.hidden = problem.kind !== 'unreachable';
    place.replaceChildren(element('main', {}, boardProblem(problem)));
  });

  badge.element.hidden = false;
  switcher.setCurrent(loaded.name);
  const parts = { router, scheduler, theme, zoom, time, feed, tile: asked.tile, onBoards: () => void switcher.refresh() };
  shown = page = new BoardPage(loaded, parts);
  place.replaceChildren(page.element);
  // History usually comes within a moment: until then no tile says that it waits.
  place.classList.add('is-filling');
  setTimeout(stopHiding, 1_500);
  await page.open();
  setTimeout(
    // Fails while the service is away, which the badge says.
    () =>
      import('./page/bars/own-figures.ts').then((bar) => bar.tellOfNoFigures(page?.board, parts, notices)).catch(() => {}),
    firstFigures,
  );
  if (asked.edit) {
    replaceParameters({ edit: undefined });
    if (loaded.mayEdit) void page.edit.open(page.isEmpty);
  }
  if (asked.playlist !== undefined && asked.tile === undefined) {
    const { Playlist } = await import('./share/playlist.ts');
    const onTurn = (next: BoardPage) => {
      shown = next;
      switcher.setCurrent(next.name);
    };
    playlist = new Playlist({ asked: asked.playlist, first: page, parts, place, onTurn });
    badge.element.before(playlist.element);
  }
}
