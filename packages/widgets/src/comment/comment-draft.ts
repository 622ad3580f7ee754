/**
 * A comment while somebody writes it. It saves itself, and what was typed is never lost to what the gateway tells meanwhile.
 *
 * ```
 * clean ──type──► dirty ──pause, blur, hang-up──► saving ──► saved | waiting | failed ──type──► dirty
 * ```
 * `waiting`: kept on this machine until the gateway can be reached.
 */
import type { Call } from '@ringback/model';

export const SAVE_STATES = ['clean', 'dirty', 'saving', 'saved', 'waiting', 'failed'] as const;
export type SaveState = (typeof SAVE_STATES)[number];

/** Pause in typing after which the comment is saved, in ms. */
export const SAVE_AFTER_MS = 600;
/** As much as the gateway takes. */
export const MAX_COMMENT = 10_000;

export interface CommentDraftOptions {
  /** What the gateway has. */
  stored: string;
  /** `Backend.calls.update`: the call when the gateway took it, nothing when it waits in the outbox. */
  save: (comment: string) => Promise<Call | undefined>;
  changed: () => void;
  failed?: (error: unknown) => void;
}

export class CommentDraft {
  readonly #options: CommentDraftOptions;
  #text: string;
  #state: SaveState = 'clean';
  /** What was last handed over to be saved, or came from the gateway. */
  #sent: string;
  /** What the gateway was last heard to have. */
  #heard: string;
  /** State that typing and undoing it leads back to. */
  #settled: SaveState = 'clean';
  #turn = 0;
  #over = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CommentDraftOptions) {
    this.#options = options;
    this.#text = this.#sent = this.#heard = options.stored;
  }

  get text(): string {
    return this.#text;
  }

  get state(): SaveState {
    return this.#state;
  }

  type(text: string): void {
    this.#text = text;
    this.#set('dirty');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }

  /** Saves at once what is not saved yet. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#state === 'dirty' && this.#text === this.#sent) this.#set(this.#settled);
    if (this.#state !== 'dirty' && this.#state !== 'failed') return;
    const text = this.#text;
    const turn = (this.#turn += 1);
    this.#sent = text;
    this.#settled = 'saving';
    this.#set('saving');
    try {
      const call = await this.#options.save(storable(text));
      if (turn === this.#turn) this.#settle(call ? 'saved' : 'waiting');
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#settle('failed');
      this.#options.failed?.(error);
    }
  }

  /** The gateway tells what it has. Adopted only where nobody writes and nothing waits. */
  hear(comment: string, writing: boolean): void {
    if (comment === this.#heard) return;
    this.#heard = comment;
    if (this.#settled === 'waiting' && comment === storable(this.#sent)) this.#settle('saved');
    if (!writing) this.#adopt();
  }

  /** The end of the call saves what was typed until then; what is typed afterwards waits for a pause, as ever. */
  over(): void {
    if (!this.#over) void this.flush();
    this.#over = true;
  }

  /** Nobody is to save it any more. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#state = 'clean';
  }

  /** The writer has left the field. */
  async leave(): Promise<void> {
    await this.flush();
    this.#adopt();
  }

  /** The outbox is empty: what waited has arrived. */
  arrived(): void {
    if (this.#settled === 'waiting') this.#settle('saved');
  }

  #settle(settled: SaveState): void {
    this.#settled = settled;
    if (settled === 'saved') this.#heard = storable(this.#sent);
    // A failed save is not sent: the next one carries it.
    if (settled === 'failed') this.#sent = this.#heard;
    if (this.#state !== 'dirty') this.#set(settled);
  }

  #adopt(): void {
    if ((this.#state !== 'clean' && this.#state !== 'saved') || this.#heard === storable(this.#sent)) return;
    this.#text = this.#sent = this.#heard;
    this.#settled = 'clean';
    this.#set('clean');
  }

  #set(state: SaveState): void {
    this.#state = state;
    this.#options.changed();
  }
}

/** Control characters come along with pasted text, and the gateway refuses them. */
function storable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').slice(0, MAX_COMMENT);
}
