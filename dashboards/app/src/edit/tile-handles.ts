import { element } from '../dom/element.ts';

export interface HandleActions {
  select(number: number, isByKey: boolean): void;
  /** To where the other tile stands. */
  move(from: number, to: number): void;
  /** By so many columns and rows. */
  resize(number: number, columns: number, rows: number): void;
  copy(number: number): void;
  remove(number: number): void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A button over each tile while the board is edited. It takes the mouse and the keyboard; the tile beneath stays live. */
export class TileHandles {
  private covers: HTMLButtonElement[] = [];
  private tiles: readonly HTMLElement[] = [];

  constructor(private readonly actions: HandleActions) {}

  /** Shows a handle over each tile, in the file's order. The focus stays at the selected tile. */
  show(tiles: readonly HTMLElement[], selected: number | undefined): void {
    const hadFocus =
      this.covers.includes(document.activeElement as HTMLButtonElement) || document.activeElement === document.body;
    const isFirst = this.covers.length === 0;
    this.hide();
    this.tiles = tiles;
    this.covers = tiles.map((tile, i) => this.cover(tile, i, i === selected));
    if (hadFocus && !isFirst && selected !== undefined) this.focus(selected);
  }

  hide(): void {
    for (const cover of this.covers) cover.remove();
    for (const tile of this.tiles) for (const child of tile.children) child.removeAttribute('inert');
    this.covers = [];
    this.tiles = [];
  }

  focus(number: number): void {
    this.covers[number]?.focus();
  }

  private cover(tile: HTMLElement, number: number, isSelected: boolean): HTMLButtonElement {
    const title = tile.querySelector('h2')?.textContent || `tile ${number + 1}`;
    const grip = element('span', { class: 'edit-grip' });
    const cover = element(
      'button',
      {
        type: 'button',
        class: 'edit-cover',
        'aria-pressed': String(isSelected),
        'aria-label': `${title}: edit`,
        'aria-keyshortcuts': 'ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight Shift+ArrowUp Shift+ArrowDown Delete D',
      },
      grip,
    );
    for (const child of tile.children) child.setAttribute('inert', '');
    tile.append(cover);
    cover.addEventListener('click', ({ detail }) => this.actions.select(number, detail === 0));
    cover.addEventListener('keydown', (event) => this.press(event, number));
    cover.addEventListener('pointerdown', (event) => this.drag(event, number, cover, event.target === grip));
    return cover;
  }

  private press(event: KeyboardEvent, number: number): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = arrows[event.key];
    if (arrow !== undefined && event.shiftKey) this.actions.resize(number, ...(arrow as [number, number]));
    else if (arrow !== undefined) this.actions.move(number, number + arrow[0] + arrow[1]);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.actions.remove(number);
    else if (event.key === 'd' || event.key === 'D') this.actions.copy(number);
    else return;
    event.preventDefault();
  }

  /** Dragging the grip resizes the tile. Dragging elsewhere moves it. */
  private drag(down: PointerEvent, number: number, cover: HTMLElement, isResize: boolean): void {
    // A finger scrolls. The panel has buttons for touch.
    if (down.button !== 0 || down.pointerType === 'touch') return;
    const tile = this.tiles[number] as HTMLElement;
    const { width, height } = cellOf(tile);
    let target: number | undefined;
    const move = (event: PointerEvent) => {
      const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
      if (Math.abs(x) + Math.abs(y) < 6) return;
      tile.classList.add('is-dragged');
      if (isResize) return;
      tile.style.translate = `${x}px ${y}px`;
      const under = this.tiles.findIndex((one, i) => i !== number && holds(one, event));
      if (under === target) return;
      target = under;
      this.tiles.forEach((one, i) => one.classList.toggle('is-target', i === under));
    };
    const end = (event: PointerEvent) => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
      tile.style.removeProperty('translate');
      tile.classList.remove('is-dragged');
      for (const one of this.tiles) one.classList.remove('is-target');
      if (event.type === 'pointercancel') return;
      const [columns, rows] = [
        Math.round((event.clientX - down.clientX) / width),
        Math.round((event.clientY - down.clientY) / height),
      ];
      if (isResize && (columns !== 0 || rows !== 0)) this.actions.resize(number, columns, rows);
      else if (target !== undefined && target >= 0) this.actions.move(number, target);
      else return;
      // The click that follows would select the tile that now has this number.
      cover.addEventListener('click', (click) => click.stopImmediatePropagation(), { capture: true, once: true });
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
  }
}

/** A column of twelve and a row, with the gap, in pixels. */
function cellOf(tile: HTMLElement): { width: number; height: number } {
  const grid = tile.parentElement as HTMLElement;
  const style = getComputedStyle(grid);
  const gap = Number.parseFloat(style.columnGap) || 0;
  const row = Number.parseFloat(style.gridTemplateRows) || 100;
  return { width: (grid.clientWidth - Number.parseFloat(style.paddingLeft) * 2 + gap) / 12, height: row + gap };
}

function holds(tile: HTMLElement, { clientX, clientY }: PointerEvent): boolean {
  const { left, right, top, bottom } = tile.getBoundingClientRect();
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}
