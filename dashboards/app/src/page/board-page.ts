import type { ConnectionStatus } from '@livefeed/client/engine';
import { pageQuery } from '../address/page-address.ts';
import type { Board, BrokenTile } from '../board/board.ts';
import type { BoardProblem, LoadedBoard } from '../board/board-source.ts';
import { readBoard } from '../board/read-board.ts';
import { element } from '../dom/element.ts';
import { VisibilityObserver } from '../draw/visibility-observer.ts';
import type { SavedBoard } from '../edit/edited-page.ts';
import type { EventSink } from '../feed/event-router.ts';
import { SeriesStore } from '../series/series-store.ts';
import { offerShare } from '../share/share-buttons.ts';
import { tileNames } from '../share/tile-names.ts';
import type { TileConfig } from '../tiles/generated/tile-config.ts';
import type { TileContext } from '../tiles/tile.ts';
import { TimeControls } from '../time/time-controls.ts';
import { TimeTravel } from '../time/time-travel.ts';
import { WindowPicker } from '../time/window-picker.ts';
import { FaultBar } from './bars/fault-bar.ts';
import { zoomBar } from './bars/zoom-bar.ts';
import { BoardFile } from './board-file.ts';
import type { BoardPageParts } from './board-page-parts.ts';
import { faultWords } from './board-problem.ts';
import { BoardView } from './board-view.ts';
import { EditButton } from './edit-button.ts';
import { EmptyBoard } from './empty-board.ts';
import { ForbiddenTopics } from './forbidden-topics.ts';
import { prepareBoard, topicsOf } from './prepare-board.ts';
import { VariablePickers } from './variable-pickers.ts';

/** The topic on which the service says that a board's file was made, saved or removed. */
const noticeTopic = 'system/boards';

/** A board on the page. It follows its file, and the reader's choices for its variables, without a reload. */
export class BoardPage {
  private readonly faults = new FaultBar();
  /** Aborted when the page is closed: listeners, timers and observers go with it. */
  private readonly closer = new AbortController();
  private readonly file: BoardFile;
  private readonly pickers = new VariablePickers(() => void this.show(), this.closer.signal);
  private readonly windowPicker = new WindowPicker(() => void this.show(), this.closer.signal);
  private readonly controls: TimeControls;
  private readonly timeTravel: TimeTravel;
  readonly view: BoardView;
  readonly element: HTMLElement;
  /** What is shown, with notices in place of the tiles that the reader may not see. Only the page writes it. */
  board: Board | undefined;
  readonly edit = new EditButton(() => this);
  private readonly empty = new EmptyBoard(() => void this.edit.open(true));
  /** The edited board that is not saved yet, shown instead of the file. */
  private draft: LoadedBoard | undefined;
  private context: TileContext | undefined;
  onShown: (() => void) | undefined;
  private window = 0;
  private shown = '';
  /** The topics of what is shown that the reader may not follow. */
  private readonly forbidden = new ForbiddenTopics();
  private wasLive = false;
  private readonly notices: EventSink = { wants: (topic) => topic === noticeTopic, accept: () => this.look() };
  /** Counts calls of `show`: only the last one takes effect. */
  private turn = 0;

  constructor(
    loaded: LoadedBoard,
    private readonly parts: BoardPageParts,
  ) {
    const closed = this.closer.signal;
    const onProblem = (problem: BoardProblem) => this.faults.show(...faultWords(problem));
    this.file = new BoardFile(loaded, { onLoaded: () => void this.open(), onProblem }, closed);
    this.controls = new TimeControls(parts.time, closed);
    this.timeTravel = new TimeTravel(parts.time, () => parts.scheduler.drawAll(), closed);
    this.view = new BoardView(
      new VisibilityObserver(parts.scheduler),
      (tile, config) => this.offerShare(tile, config),
      [this.controls.bar],
      closed,
      this.pickers.element,
      zoomBar(parts.zoom, closed),
      this.windowPicker.element,
      this.controls.button,
      this.edit.element,
    );
    this.element = element('div', { class: 'board' }, this.faults.element, this.view.element);
    this.view.element.append(this.empty.element);
    parts.router.add(this.notices);
  }

  /** The board as it was loaded last. */
  get loaded(): LoadedBoard {
    return this.file.loaded;
  }

  /** Removes the board with its tiles, listeners and timers. Its topics are no longer followed. */
  close(): void {
    this.closer.abort();
    this.parts.router.remove(this.notices);
    if (this.context !== undefined) this.view.clear(this.context);
    this.parts.feed.unfollow(this);
    this.element.remove();
  }

  get isClosed(): boolean {
    return this.closer.signal.aborted;
  }

  get name(): string {
    return this.loaded.name;
  }

  /** Its title, with the present values of its variables. */
  get title(): string {
    return this.board?.title ?? this.loaded.board.title;
  }

  /** Shows or hides the board, where boards take turns. */
  setInSight(isInSight: boolean): void {
    this.element.hidden = !isInSight;
    if (isInSight) document.title = this.title;
  }

  /** The element must be on the page. */
  async open(): Promise<void> {
    this.edit.show(this.loaded.mayEdit);
    await this.pickers.show((this.draft ?? this.loaded).board.variables);
    await this.show();
  }

  get isEmpty(): boolean {
    return this.board?.tiles.length === 0;
  }

  get tileElements(): readonly HTMLElement[] {
    return this.view.tileElements;
  }

  async preview(file: unknown): Promise<readonly string[]> {
    const result = readBoard(file);
    if ('errors' in result) return result.errors;
    this.draft = { ...this.loaded, file, board: result.board, source: JSON.stringify(file) };
    await this.open();
    return [];
  }

  endPreview(saved?: SavedBoard): void {
    // The service tells of the save a moment later. Until then the saved draft counts.
    const { draft } = this;
    if (saved !== undefined && draft !== undefined) this.file.loaded = { ...draft, tag: saved.tag, fault: undefined };
    this.draft = undefined;
    void this.open();
  }

  /**
   * Notices from before the stream was open, or while it was away, are not repeated. So the page loads the file when the
   * stream is live.
   */
  setStatus({ state, refusal }: ConnectionStatus): void {
    const isLive = state === 'live';
    if (isLive && !this.wasLive) this.look();
    this.wasLive = isLive;
    // The next credentials may have other rights.
    if (!isLive) this.forbidden.forget();
    if (state === 'closed' && refusal?.status === 403) void this.show();
  }

  private offerShare(tile: HTMLElement, config: TileConfig | BrokenTile): void {
    offerShare(tile, config.title, () => {
      const name = tileNames(this.board?.tiles ?? [])[this.view.indexOf(tile)];
      return name === undefined ? undefined : { board: this.name, title: this.title, tile: { name, config } };
    });
  }

  private look(): void {
    this.parts.onBoards();
    void this.file.look();
  }

  /** Shows the file with the present values of its variables. */
  private async show(): Promise<void> {
    const { name, fault } = this.loaded;
    const { file, source } = this.draft ?? this.loaded;
    if (fault === undefined) this.faults.hide();
    else this.faults.show(`${name}.json is broken.`, [fault]);
    const { values } = this.pickers;
    const { tile } = this.parts;
    const turn = ++this.turn;
    const prepared = await prepareBoard({ file, values, tile, mayEdit: this.loaded.mayEdit, forbidden: this.forbidden });
    // A later call wins. What could not be loaded is tried again when the stream is live.
    if (turn !== this.turn || prepared === undefined || this.isClosed) return;
    const shown = JSON.stringify([source, values, pageQuery(), ...prepared.forbidden]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.showBoard(prepared.board);
  }

  private showBoard(board: Board): void {
    const { router, scheduler, theme, zoom, feed } = this.parts;
    this.board = board;
    if (!this.element.hidden) document.title = this.title;
    const window = this.windowPicker.windowOf(board.window);
    if (this.context === undefined || this.window !== window) {
      // Series are as long as the window, so a new window needs new ones.
      if (this.context !== undefined) this.view.clear(this.context);
      this.window = window;
      if (!this.element.hidden) zoom.set(undefined);
      const store = new SeriesStore(window, () => this.parts.time.live());
      this.context = { store, router, scheduler, theme, zoom, rewindables: new Set() };
    }
    // New tiles begin live.
    this.timeTravel.use(this.context.store, this.context.rewindables ?? new Set(), window);
    const subscriptions = this.view.show(board, this.context);
    this.empty.show(board.tiles.length === 0, this.loaded.mayEdit, this.draft !== undefined);
    const topics = topicsOf(board);
    this.controls.setWindow(window, topics);
    feed.follow({ owner: this, subscriptions, topics: [noticeTopic], window });
    this.onShown?.();
  }
}
