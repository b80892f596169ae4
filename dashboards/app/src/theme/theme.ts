import { pageQuery } from '../address/page-address.ts';
import { Listeners } from '../dom/listeners.ts';

/** The colours for canvases, which style sheets do not reach. */
export interface Palette {
  /** For series, told apart in brightness as well as hue, so that colour-blind eyes can. */
  readonly series: readonly string[];
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly surface: string;
  readonly ok: string;
  readonly warning: string;
  readonly critical: string;
}

const seriesColours = 8;
const storageKey = 'livefeed.theme';

/** Dark or light. It follows the system until the reader chooses; choosing what the system has follows it again. */
export class Theme {
  private readonly systemDark = matchMedia('(prefers-color-scheme: dark)');
  private readonly forced = matchMedia('(forced-colors: active)');
  private readonly contrast = matchMedia('(prefers-contrast: more)');
  private readonly listeners = new Listeners();
  palette: Palette = readPalette();

  constructor() {
    this.systemDark.addEventListener('change', () => {
      if (readChoice() === null || this.forced.matches) this.show(this.ownTheme());
    });
    for (const asked of [this.forced, this.contrast]) asked.addEventListener('change', () => this.show(this.ownTheme()));
    // With forced colours the system's theme counts, so that lines are visible.
    if (this.forced.matches) this.show(this.ownTheme());
  }

  get isDark(): boolean {
    return document.documentElement.dataset['theme'] === 'dark';
  }

  toggle(): void {
    const chosen = this.isDark ? 'light' : 'dark';
    const system = this.systemDark.matches ? 'dark' : 'light';
    try {
      if (chosen === system) localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, chosen);
    } catch {
      // A browser that forbids storage forgets the choice with the page.
    }
    this.show(chosen);
  }

  /** Light on paper, and afterwards the theme before. */
  showOnPaper(isPrinting: boolean): void {
    this.show(isPrinting ? 'light' : this.ownTheme());
  }

  onChange(listener: () => void, signal?: AbortSignal): void {
    this.listeners.add(listener, signal);
  }

  /** The theme that the reader chose, or the system's. */
  private ownTheme(): string {
    const system = this.systemDark.matches ? 'dark' : 'light';
    return this.forced.matches ? system : (readChoice() ?? system);
  }

  private show(theme: string): void {
    document.documentElement.dataset['theme'] = theme;
    this.palette = readPalette();
    this.listeners.tell();
  }
}

/** The theme in the address, as a frame may have it, or else the reader's choice. */
function readChoice(): string | null {
  const asked = new URLSearchParams(pageQuery()).get('theme');
  if (asked === 'dark' || asked === 'light') return asked;
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** The style sheet is the one place where colours are written. */
function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    series: Array.from({ length: seriesColours }, (_, i) => colour(`series-${i + 1}`)),
    text: colour('text'),
    muted: colour('muted'),
    grid: colour('grid'),
    surface: colour('surface'),
    ok: colour('ok'),
    warning: colour('warning'),
    critical: colour('critical'),
  };
}
