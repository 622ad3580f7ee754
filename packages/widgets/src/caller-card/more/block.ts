/** One folded part of the card: read once for whoever is on the line, and again when something of it has changed. */
import { fill, icon, rotateCcwIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { CardBlock } from '@ringback/model';
import type { MoreWords } from './more.words.ts';

export interface BlockOptions<T> {
  name: CardBlock;
  /** Its own words may follow: the first record, so that nobody need unfold it to know. */
  gist(first: T): string;
  read: () => Promise<readonly T[]>;
  item(one: T): unknown;
  /** What stands around the records: a question that they answer, a total. */
  frame?: (records: TemplateResult) => TemplateResult;
  /** Open from the beginning of a talk, when there is something in it. */
  unfolds?: boolean;
  /** Read as soon as it is known who calls; the others when they are unfolded. */
  eager: boolean;
  /** Before each drawing, with what has been read. */
  heard?(items: readonly T[] | undefined): void;
  changed: () => void;
  failed: (error: unknown) => void;
}

export class Block<T = unknown> {
  readonly #options: BlockOptions<T>;
  #items: readonly T[] | undefined;
  #problem: { offline: boolean; why: string } | undefined;
  #turn = 0;
  #reading = false;
  /** As the person has folded it; absent until he does. */
  #folded: boolean | undefined;

  constructor(options: BlockOptions<T>) {
    this.#options = options;
    if (options.eager) void this.read();
  }

  get name(): CardBlock {
    return this.#options.name;
  }

  get items(): readonly T[] {
    return this.#items ?? [];
  }

  /** Nothing in it, and nothing wrong: a phone that rings is no time for empty boxes. */
  get isIdle(): boolean {
    return !this.#problem && this.items.length === 0;
  }

  heard(): void {
    this.#options.heard?.(this.#items);
  }

  /** Something of it has changed, or the connection is back. */
  refresh(): void {
    if (this.#items ?? this.#problem) void this.read();
  }

  /** The connection is back. */
  retry(): void {
    if (this.#problem) void this.read();
  }

  async read(): Promise<void> {
    const turn = (this.#turn += 1);
    const { read, changed, failed } = this.#options;
    this.#reading = true;
    changed();
    try {
      const items = await read();
      if (turn !== this.#turn) return;
      this.#items = items;
      this.#problem = undefined;
    } catch (error) {
      if (turn !== this.#turn) return;
      const { code, message } = error as { code?: string; message: string };
      this.#problem = { offline: code === 'unavailable' || code === 'timeout', why: message };
      failed(error);
    } finally {
      if (turn === this.#turn) {
        this.#reading = false;
        changed();
      }
    }
  }

  view(words: MoreWords, talking: boolean): TemplateResult {
    const { name, unfolds = false, gist } = this.#options;
    const [first] = this.items;
    const open = !(this.#folded ?? !(unfolds && talking && first !== undefined));
    const toggled = (event: Event) => {
      const now = (event.target as HTMLDetailsElement).open;
      if (now === open) return;
      this.#folded = !now;
      if (now && !this.#items && !this.#problem && !this.#reading) void this.read();
      else this.#options.changed();
    };
    const count = this.items.length;
    return html`<details class="block" part="block" data-block=${name} ?open=${open} @toggle=${toggled}>
      <summary part="block-title">
        <b>${words[name]}</b>
        ${count > 1 ? html`<span class="mark">${count}</span>` : nothing}
        ${open || !this.#items ? nothing : html`<span class="gist">${first === undefined ? words[`no-${name}`] : gist(first)}</span>`}
      </summary>
      ${open ? this.#inside(words) : nothing}
    </details>`;
  }

  #inside(words: MoreWords): TemplateResult {
    const { frame = (records) => records, item, name } = this.#options;
    const { items } = this;
    const records = () =>
      html`<ul class="records">
        ${items.map((one) => html`<li>${item(one)}</li>`)}
      </ul>`;
    const problem = this.#problem;
    if (this.#items === undefined && !problem)
      return html`<p role="status" aria-label=${words.loading}><span class="skeleton wide"></span></p>`;
    return html`${items.length > 0 ? frame(records()) : nothing}
    ${items.length === 0 && !problem ? html`<p class="hint">${words[`no-${name}`]}</p>` : nothing}
    ${
      problem
        ? html`<div role="alert" class="hint">
            <p>${problem.offline ? words.offline : fill(words.failed, { why: problem.why })}</p>
            <button class="link" type="button" @click=${() => void this.read()}>
              ${icon(rotateCcwIcon)} ${words.tryAgain}
            </button>
          </div>`
        : nothing
    }`;
  }
}
