import './edit.css';
import './fields/fields.css';
import './dialogs/dialogs.css';
import { listTopics } from '@livefeed/client/queries';
import { isObject } from '../board/reader.ts';
import { element } from '../dom/element.ts';
import { Notice } from './dialogs/notice.ts';
import { type BoardJson, Draft } from './draft/draft.ts';
import { tilesOf } from './draft/tile-edits.ts';
import type { EditedPage, SavedBoard } from './edited-page.ts';
import { BoardSchema } from './fields/schema.ts';
import { FileCommands } from './file/file-commands.ts';
import { readJson } from './file/read-json.ts';
import { Panel } from './panel.ts';
import { TileCommands } from './tile-commands.ts';
import { TileHandles } from './tile-handles.ts';
import { ToolBar } from './tool-bar.ts';

/** Edits one board in its place. Changes show at once, and are kept when they are saved. */
export class Editor {
  private readonly draft: Draft;
  private readonly tiles: TileCommands;
  private readonly covers: TileHandles;
  private readonly notice = new Notice();
  private readonly bar: ToolBar;
  private readonly panel: Panel;
  private readonly top: HTMLElement;
  private selected: number | undefined;

  private constructor(
    private readonly page: EditedPage,
    schema: BoardSchema,
    topics: readonly string[],
    private readonly onEnd: () => void,
  ) {
    const { name, file } = page.loaded;
    this.draft = new Draft(isObject(file) ? file : {});
    this.tiles = new TileCommands(this.draft, topics, (changed, what, selected) => this.apply(changed, what, selected));
    this.covers = this.makeCovers();
    this.panel = this.makePanel(schema, topics);
    this.bar = this.makeBar();
    const { bar, notice } = this;
    this.top = element('section', { class: 'edit-top', 'aria-label': `Editing ${name}.json` }, bar.element, notice.element);
  }

  /** `isAdding` begins with the choice of a new tile. */
  static async open(page: EditedPage, isAdding: boolean, onEnd: () => void): Promise<void> {
    const [schema, topics] = await Promise.all([BoardSchema.load(), listTopics({ pattern: '**' }).catch(() => [])]);
    const editor = new Editor(
      page,
      schema,
      topics.map(({ topic }) => topic),
      onEnd,
    );
    editor.start();
    if (isAdding) editor.panel.showTypes();
  }

  private makeCovers(): TileHandles {
    const { tiles } = this;
    return new TileHandles({
      select: (number, isByKey) => {
        this.select(number);
        if (isByKey) this.panel.focus();
      },
      move: (from, to) => tiles.move(from, to),
      resize: (number, columns, rows) => tiles.resize(number, columns, rows),
      copy: (number) => tiles.copy(number),
      remove: (number) => tiles.remove(number),
    });
  }

  private makePanel(schema: BoardSchema, topics: readonly string[]): Panel {
    const { tiles } = this;
    const actions = {
      change: (file: BoardJson, what: string, text?: string) => void this.change(file, what, text),
      replace: (file: BoardJson, what: string) => this.apply(file, what, undefined),
      add: (type: string) => {
        tiles.add(type, this.selected);
        this.panel.focus('title');
      },
      move: (number: number, by: number) => tiles.move(number, number + by),
      moveTo: (number: number, section: number | undefined) => tiles.moveTo(number, section),
      resize: (number: number, columns: number, rows: number) => tiles.resize(number, columns, rows),
      copy: (number: number) => tiles.copy(number),
      remove: (number: number) => tiles.remove(number),
      deselect: () => {
        const { selected } = this;
        this.select(undefined);
        if (selected !== undefined) this.covers.focus(selected);
      },
    };
    return new Panel(schema, this.draft, actions, topics);
  }

  private makeBar(): ToolBar {
    const { draft, notice } = this;
    const { name, tag = 'any' } = this.page.loaded;
    const files = new FileCommands({ name, tag, draft, notice, end: (saved) => this.end(saved) });
    return new ToolBar({
      add: () => this.panel.showTypes(),
      undo: () => void this.step(() => draft.undo()),
      redo: () => void this.step(() => draft.redo()),
      board: () => this.select(undefined),
      json: () => {
        this.select(undefined);
        this.panel.showJson();
      },
      exportFile: () => files.exportFile(),
      importFile: (text) => this.importFile(text),
      remove: () => files.remove(),
      saveAs: () => files.saveAs(),
      cancel: () => files.cancel(),
      save: () => void files.save(),
    });
  }

  private start(): void {
    document.body.classList.add('is-editing');
    this.page.element.prepend(this.top);
    this.page.element.append(this.panel.element);
    addEventListener('beforeunload', this.warn);
    this.page.onShown = () => this.covers.show(this.page.tileElements, this.selected);
    this.panel.showBoard();
    // From here on the page shows the draft, whoever saves the file meanwhile.
    void this.show();
    this.bar.element.querySelector('button')?.focus();
  }

  private readonly warn = (event: BeforeUnloadEvent) => {
    if (this.draft.canUndo) event.preventDefault();
  };

  private async change(file: BoardJson, what: string, text?: string): Promise<void> {
    this.draft.change(file, what, text);
    await this.show();
  }

  private apply(file: BoardJson, what: string, selected: number | undefined): void {
    // Each command is one step of undo, also when it is repeated.
    this.draft.change(file, `${what} ${Math.random()}`);
    this.selected = selected;
    void this.step(() => {}).then(() => this.page.tileElements[selected ?? -1]?.scrollIntoView({ block: 'nearest' }));
  }

  /** Changes the draft, and shows the board and the selected form from it. */
  private step(act: () => void): Promise<void> {
    act();
    const count = tilesOf(this.draft.file).length;
    if (this.selected !== undefined && this.selected >= count) this.selected = count === 0 ? undefined : count - 1;
    if (this.selected === undefined) this.panel.showBoard();
    else this.panel.showTile(this.selected);
    return this.show();
  }

  private async show(): Promise<void> {
    this.bar.show(this.draft);
    const errors = await this.page.preview(this.draft.file);
    if (errors.length > 0) this.notice.show('The board cannot be shown so:', errors);
    else this.notice.hide();
    this.covers.show(this.page.tileElements, this.selected);
  }

  private select(number: number | undefined): void {
    this.selected = number;
    if (number === undefined) this.panel.showBoard();
    else this.panel.showTile(number);
    this.covers.show(this.page.tileElements, number);
  }

  private importFile(text: string): void {
    const result = readJson(text);
    if ('fault' in result) this.notice.show('The file is no board:', [result.fault]);
    else void this.step(() => this.draft.change(result.file, `import ${Math.random()}`, text));
  }

  private end(saved?: SavedBoard): void {
    removeEventListener('beforeunload', this.warn);
    this.page.onShown = undefined;
    this.covers.hide();
    this.top.remove();
    this.panel.element.remove();
    document.body.classList.remove('is-editing');
    this.page.endPreview(saved);
    this.onEnd();
  }
}
