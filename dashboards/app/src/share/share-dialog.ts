import '../dom/data-dialog.css';
import './share-dialog.css';
import { maxBoards } from '../address/page-options.ts';
import type { BrokenTile } from '../board/board.ts';
import { listBoards, listedTitle } from '../board/board-list.ts';
import { CommandLine } from '../dom/command-line.ts';
import { element } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import type { TileConfig } from '../tiles/generated/tile-config.ts';
import { frameHint } from './frame-hint.ts';
import { frameCode, linkTo, markdownImage, pictureLink } from './links.ts';

/** What is shared: a board, or a tile of it. */
export interface Shared {
  readonly board: string;
  readonly title: string;
  readonly tile?: { readonly name: string; readonly config: TileConfig | BrokenTile };
}

const themes = [
  ['', 'the reader’s'],
  ['light', 'light'],
  ['dark', 'dark'],
] as const;

const turns = [10, 30, 60, 300, 900].map(
  (seconds) => [String(seconds * 1_000), seconds < 60 ? `${seconds} s` : `${seconds / 60} min`] as const,
);

/** Shows a link to the board or tile, the HTML of a frame, and other ways to share it. */
export function showShare(shared: Shared): void {
  // Loading the dialog takes a moment. The button may be pressed again meanwhile.
  if (document.querySelector('dialog[open]') !== null) return;
  const { board, title, tile } = shared;
  const heading = element('h2', { id: 'share-title' }, `Share ${tile === undefined ? title : tile.name}`);
  const close = element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close' }, icon('close'));
  const dialog = element('dialog', { class: 'data-dialog share-dialog', 'aria-labelledby': 'share-title' });

  const link = new CommandLine('Copy');
  const frame = new CommandLine('Copy');
  const theme = select(themes, '');
  const kiosk = element('input', { type: 'checkbox' });
  const update = () => {
    const parts = { board, tile: tile?.name, theme: theme.value || undefined };
    link.set(linkTo(location, { ...parts, kiosk: kiosk.checked }));
    frame.set(frameCode(linkTo(location, { ...parts, kiosk: tile === undefined }), tile?.name ?? title));
  };
  for (const control of [theme, kiosk]) control.addEventListener('change', update);
  update();

  const choices = element(
    'div',
    { class: 'share-choices' },
    element('label', {}, 'Theme', theme),
    tile === undefined ? element('label', {}, kiosk, 'Kiosk: the board alone') : undefined,
  );
  const hint = element('p', { class: 'hint' });
  void frameHint().then((text) => hint.replaceChildren(...text));
  const parts = element(
    'div',
    { class: 'share-parts' },
    part('Link', 'With what is chosen on the page.', choices, link.element),
    part('Frame', hint, frame.element),
    ...(tile === undefined ? [playlistPart(board)] : picturePart(tile.config)),
  );
  dialog.append(element('header', {}, heading, close), parts);
  close.addEventListener('click', () => dialog.close());
  // A click on the backdrop is one on the dialog itself.
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** A picture for places without frames or scripts. */
function picturePart(config: TileConfig | BrokenTile): HTMLElement[] {
  const url = pictureLink(location.origin, config);
  if (url === undefined) return [];
  const line = new CommandLine('Copy', markdownImage(url, config.title));
  const image = element('img', { src: url.slice(location.origin.length), alt: '' });
  return [
    part(
      'Picture for a README',
      'Readers who may not follow the topic do not see it. An access_token= in the address can allow it.',
      image,
      line.element,
    ),
  ];
}

/** Boards that take turns, chosen by hand. */
function playlistPart(board: string): HTMLElement {
  const line = new CommandLine('Copy');
  const open = element('a', {}, 'Start it here');
  const every = select(turns, '30000');
  const boards = element('fieldset', { class: 'share-choices', 'aria-label': 'Boards that take turns' });
  const section = part(
    'Playlist',
    'Boards that take turns, on a wall for example.',
    boards,
    element('label', {}, 'Each for ', every),
    line.element,
    element('p', {}, open),
  );
  const update = () => {
    const chosen = [...boards.querySelectorAll<HTMLInputElement>('input:checked')]
      .map(({ value }) => value)
      .slice(0, maxBoards);
    const url = linkTo(location, { board: chosen[0] ?? board, playlist: chosen, every: Number(every.value), kiosk: true });
    const isList = chosen.length > 1;
    line.set(isList ? url : 'Choose two boards or more.');
    open.hidden = !isList;
    open.href = url;
  };
  section.addEventListener('change', update);
  void listBoards()
    .then(({ boards: all }) => {
      for (const entry of all) {
        const { name, error } = entry;
        const box = element('input', { type: 'checkbox', value: name });
        box.checked = error === null;
        boards.append(element('label', {}, box, listedTitle(entry)));
      }
      section.hidden = all.length < 2;
      update();
    })
    .catch(() => (section.hidden = true));
  update();
  return section;
}

function part(title: string, hint: string | HTMLElement, ...content: (HTMLElement | undefined)[]): HTMLElement {
  return element(
    'section',
    { class: 'share-part' },
    element('h3', {}, title),
    typeof hint === 'string' ? element('p', { class: 'hint' }, hint) : hint,
    ...content,
  );
}

function select(options: readonly (readonly [string, string])[], value: string): HTMLSelectElement {
  const made = element('select', {}, ...options.map(([name, text]) => element('option', { value: name }, text)));
  made.value = value;
  return made;
}
