/** What the dialog loads when it is needed, and does without where it cannot be loaded. */
import type * as LaterModule from './later.ts';
import type * as FormatModule from './number-format.ts';
import type * as RatingModule from './rating.ts';
import { sheetOf } from './sheet.ts';

export class LazyParts {
  /** With the first offer; when a call is not for now; when there is something to rate. */
  format: typeof FormatModule | undefined;
  later: typeof LaterModule | undefined;
  rating: typeof RatingModule | undefined;
  readonly #root: ShadowRoot;

  constructor(root: ShadowRoot) {
    this.#root = root;
  }

  async loadFormat(): Promise<void> {
    this.format ??= await import('./number-format.ts').catch(() => undefined);
  }

  async loadLater(): Promise<void> {
    this.later ??= await this.load(import('./later.ts'));
  }

  async loadRating(): Promise<void> {
    this.rating ??= await this.load(import('./rating.ts'));
  }

  /** One that could not be loaded is asked for again the next time. */
  async load<T extends { styles: string }>(module: Promise<T>): Promise<T | undefined> {
    const part = await module.catch(() => undefined);
    if (part) this.#root.adoptedStyleSheets.push(sheetOf(part.styles));
    return part;
  }
}
