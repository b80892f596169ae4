import 'uplot/dist/uPlot.min.css';
import './styles/colours.css';
import './styles/page.css';
import './styles/header.css';
import './styles/tile.css';
import './styles/figure.css';
import './styles/chart.css';
import './styles/events.css';
import './styles/explore.css';
import './styles/topics.css';
import './styles/inspector.css';
import './styles/modes.css';
import { Zoom } from './chart/zoom.ts';
import { DrawScheduler } from './draw/draw-scheduler.ts';
import { Explorer } from './explore/explorer.ts';
import { FeedClock } from './feed/feed-clock.ts';
import { BoardSwitcher } from './page/board-switcher.ts';
import { ConnectionBadge } from './page/connection-badge.ts';
import { element } from './page/element.ts';
import { logo } from './page/logo.ts';
import { onPrint } from './page/on-print.ts';
import { skipLink } from './page/skip-link.ts';
import { Theme } from './page/theme.ts';
import { themeToggle } from './page/theme-toggle.ts';

// Wires the page of all topics; each part knows only what it is handed here.
const theme = new Theme();
const clock = new FeedClock();
const scheduler = new DrawScheduler(() => clock.now());
const badge = new ConnectionBadge(() => explorer.retryNow());
const zoom = new Zoom();
const explorer = new Explorer({ clock, scheduler, theme, zoom }, (status) => badge.set(status));

document.body.append(
  skipLink(),
  element('header', { class: 'page-head' }, logo(), new BoardSwitcher(undefined, ({ mayMake }) => explorer.setMayAdd(mayMake)).element, badge.element, themeToggle(theme)),
  explorer.element,
);
theme.onChange(() => scheduler.drawAll());
onPrint(theme, scheduler);
zoom.onChange(() => scheduler.drawAll());
explorer.start();
