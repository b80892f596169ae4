import 'uplot/dist/uPlot.min.css';
import './styles/colours.css';
import './styles/page.css';
import './page/head/board-switcher.css';
import './page/head/connection-badge.css';
import './styles/header.css';
import './styles/tile.css';
import './styles/tile-notice.css';
import './tiles/figure.css';
import './events/event-list.css';
import './explore/explore.css';
import './explore/tree/topic-tree.css';
import './explore/frames/inspector.css';
import './styles/modes.css';
import { Zoom } from './chart/zoom.ts';
import { element } from './dom/element.ts';
import { DrawScheduler } from './draw/draw-scheduler.ts';
import { Explorer } from './explore/explorer.ts';
import { FeedClock } from './feed/feed-clock.ts';
import { keepTime } from './feed/keep-time.ts';
import { BoardSwitcher } from './page/head/board-switcher.ts';
import { ConnectionBadge } from './page/head/connection-badge.ts';
import { logo } from './page/head/logo.ts';
import { skipLink } from './page/head/skip-link.ts';
import { themeToggle } from './page/head/theme-toggle.ts';
import { onPrint } from './theme/on-print.ts';
import { Theme } from './theme/theme.ts';

// Wires the page of all topics; each part knows only what it is handed here.
const theme = new Theme();
const clock = new FeedClock();
keepTime(clock);
const scheduler = new DrawScheduler(() => clock.now());
const badge = new ConnectionBadge(() => explorer.retryNow());
const zoom = new Zoom();
const explorer = new Explorer({ clock, scheduler, theme, zoom }, (status) => badge.set(status));

document.body.append(
  skipLink(),
  element(
    'header',
    { class: 'page-head' },
    logo(),
    new BoardSwitcher(undefined, ({ mayMake }) => explorer.setMayAdd(mayMake)).element,
    badge.element,
    themeToggle(theme),
  ),
  explorer.element,
);
theme.onChange(() => scheduler.drawAll());
onPrint(theme, scheduler);
zoom.onChange(() => scheduler.drawAll());
explorer.start();
