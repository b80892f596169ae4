import '../styles/edit.css';
import { listTopics } from '@livefeed/client';
import type { LoadedBoard } from '../board/board-source.ts';
import { isObject } from '../board/reader.ts';
import { tileDefaults } from '../board/tile-defaults.ts';
import type { TileType } from '../board/board.ts';
import { askName } from './ask-name.ts';
import { boardText } from './board-text.ts';
import { Covers } from './covers.ts';
import { type BoardJson, Draft } from './draft.ts';
import { Notice } from './notice.ts';
import { Panel } from './panel.ts';
import { readJson } from './read-json.ts';
import { saveBoard } from './save-board.ts';
import { BoardSchema } from './schema.ts';
import { type TileJson, tilesOf, withAdded, withCopy, withMoved, withoutTile, withTile } from './tile-edits.ts';
import { ToolBar } from './tool-bar.ts';
import { newTile } from './usual-fields.ts';

/** A board as it was just saved, under this tag. */
export interface SavedBoard {
  readonly tag: string | undefined;
}

/** The board that is edited, and its page. */
export interface EditedPage {
  readonly loaded: LoadedBoard;
  readonly element: HTMLElement;
  readonly tileElements: readonly HTMLElement[];
  /** Shows the draft in the file's place; comes back with what keeps it from that. */
  preview(file: unknown): Promise<readonly string[]>;
  /** Shows the file again: as it was saved here, else as it was loaded last. */
  endPreview(saved?: SavedBoard): void;
}

/** Edits one board in its place. What is done is seen at once; nothing is kept before it is saved. */
export class Editor {
  private readonly draft: Draft;
  private readonly covers: Covers;
  private readonly notice = new Notice();
  private readonly bar: ToolBar;
  private readonly panel: Panel;
  private selected: number | undefined;
  /** Of the file that the draft began from. */
  private readonly tag: string;

  private constructor(
    private readonly page: EditedPage,
    schema: BoardSchema,
    private readonly topics: readonly string[],
    private readonly onEnd: () => void,
  ) {
    const { name, file, tag } = page.loaded;
    this.tag = tag ?? 'any';
    this.draft = new Draft(isObject(file) ? file : {});
    const remove = (number: number) => this.apply(withoutTile(this.draft.file, number), 'remove', number);
    const copy = (number: number) => this.apply(withCopy(this.draft.file, number), 'copy', number + 1);
    const move = (from: number, to: number) => this.move(from, to);
    const resize = (number: number, columns: number, rows: number) => this.resize(number, columns, rows);
    const select = (number: number, isByKey: boolean) => {
      this.select(number);
      if (isByKey) this.panel.focus();
    };
    this.covers = new Covers({ select, move, resize, copy, remove });
    this.panel = new Panel(
      schema,
      this.draft,
      {
        change: (changed, what, text) => void this.change(changed, what, text),
        add: (type) => this.add(type),
        move: (number, by) => this.move(number, number + by),
        resize,
        copy,
        remove,
        deselect: () => {
          const { selected } = this;
          this.select(undefined);
          if (selected !== undefined) this.covers.focus(selected);
        },
      },
      topics,
    );
    this.bar = new ToolBar(name, {
      add: () => this.panel.showTypes(),
      undo: () => this.step(() => this.draft.undo()),
      redo: () => this.step(() => this.draft.redo()),
      board: () => this.select(undefined),
      json: () => {
        this.select(undefined);
        this.panel.showJson();
      },
      exportFile: () => exportText(`${name}.json`, this.text),
      importFile: (text) => this.importFile(text),
      saveAs: () => this.saveAs(),
      cancel: () => this.cancel(),
      save: () => void this.save(this.tag),
    });
  }

  static async open(page: EditedPage, onEnd: () => void): Promise<void> {
    const [schema, topics] = await Promise.all([BoardSchema.load(), listTopics({ pattern: '**' }).catch(() => [])]);
    const editor = new Editor(page, schema, topics.map(({ topic }) => topic), onEnd);
    editor.start();
  }

  /** What a save writes: as it was typed, else as files are written. */
  private get text(): string {
    return this.draft.text ?? boardText(this.draft.file);
  }

  private start(): void {
    document.body.classList.add('is-editing');
    this.page.element.prepend(this.bar.element, this.notice.element);
    this.page.element.append(this.panel.element);
    addEventListener('beforeunload', this.warn);
    this.bar.show(this.draft);
    this.panel.showBoard();
    this.covers.show(this.page.tileElements, undefined);
    this.bar.element.querySelector('button')?.focus();
  }

  private readonly warn = (event: BeforeUnloadEvent) => {
    if (this.draft.canUndo) event.preventDefault();
  };

  private async change(file: BoardJson, what: string, text?: string): Promise<void> {
    this.draft.change(file, what, text);
    await this.show();
  }

  private apply(file: BoardJson, what: string, selected: number): void {
    // Each is a step of its own, also the same one again.
    this.draft.change(file, `${what} ${Math.random()}`);
    this.selected = selected;
    this.step(() => {});
  }

  /** After the draft is another: the board, and the form of what is selected, are those of the draft. */
  private step(act: () => void): void {
    act();
    const count = tilesOf(this.draft.file).length;
    if (this.selected !== undefined && this.selected >= count) this.selected = count === 0 ? undefined : count - 1;
    if (this.selected === undefined) this.panel.showBoard();
    else this.panel.showTile(this.selected);
    void this.show();
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

  private add(type: string): void {
    const topic = this.topics.find((one) => !one.startsWith('system/')) ?? 'demo/temperature';
    const { file, number } = withAdded(this.draft.file, this.selected, newTile(type, topic));
    this.apply(file, 'add', number);
    this.panel.element.querySelector<HTMLElement>('[data-field="title"]')?.focus();
  }

  private move(from: number, to: number): void {
    if (to < 0 || to >= tilesOf(this.draft.file).length || to === from) return;
    this.apply(withMoved(this.draft.file, from, to), 'move', to);
  }

  private resize(number: number, columns: number, rows: number): void {
    const tile = tilesOf(this.draft.file)[number] as TileJson;
    const usual = tileDefaults[tile['type'] as TileType] ?? { width: 6, height: 2 };
    const within = (value: unknown, otherwise: number, by: number) => Math.min(12, Math.max(1, (typeof value === 'number' ? value : otherwise) + by));
    const [width, height] = [within(tile['width'], usual.width, columns), within(tile['height'], usual.height, rows)];
    this.apply(withTile(this.draft.file, number, { ...tile, width, height }), 'resize', number);
  }

  private importFile(text: string): void {
    const result = readJson(text);
    if ('fault' in result) this.notice.show('The file is no board:', [result.fault]);
    else {
      this.step(() => this.draft.change(result.file, `import ${Math.random()}`, text));
    }
  }

  private async save(tag: string): Promise<void> {
    const result = await saveBoard(this.page.loaded.name, this.text, tag);
    if (result.kind === 'saved') this.end({ tag: result.tag });
    else if (result.kind === 'refused') this.notice.show('The board is not saved:', result.errors);
    else {
      this.notice.show(
        'The board is not saved: its file was changed meanwhile.',
        result.errors,
        { text: 'Overwrite it', act: () => void this.save('any') },
        { text: 'Discard my changes', act: () => this.end() },
      );
    }
  }

  private saveAs(): void {
    askName(`${this.page.loaded.name}-copy`, async (name) => {
      const result = await saveBoard(name, this.text, 'new');
      if (result.kind === 'changed') return `There is a board ${name} already.`;
      if (result.kind === 'refused') return result.errors.join('; ');
      this.end();
      location.assign(`/boards/${encodeURIComponent(name)}`);
      return undefined;
    });
  }

  private cancel(): void {
    if (!this.draft.canUndo) this.end();
    else this.notice.show('Discard your changes?', [], { text: 'Discard', act: () => this.end() });
  }

  private end(saved?: SavedBoard): void {
    removeEventListener('beforeunload', this.warn);
    this.covers.hide();
    this.bar.element.remove();
    this.notice.element.remove();
    this.panel.element.remove();
    document.body.classList.remove('is-editing');
    this.page.endPreview(saved);
    this.onEnd();
  }
}

function exportText(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  // Not at once: the browser reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
