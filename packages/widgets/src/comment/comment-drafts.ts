import type { Call } from '@ringback/model';
import { CommentDraft } from './comment-draft.ts';

export interface CommentDraftsOptions {
  save: (callId: string, comment: string) => Promise<Call | undefined>;
  changed: () => void;
  failed: (error: unknown) => void;
}

/** The comments that are being written, one for each call that is in view. */
export class CommentDrafts {
  readonly #options: CommentDraftsOptions;
  readonly #drafts = new Map<string, CommentDraft>();

  constructor(options: CommentDraftsOptions) {
    this.#options = options;
  }

  get(callId: string | undefined): CommentDraft | undefined {
    return this.#drafts.get(callId!);
  }

  begin(callId: string, stored: string): CommentDraft {
    const { save, changed, failed } = this.#options;
    const draft = new CommentDraft({ stored, save: (comment) => save(callId, comment), changed, failed });
    this.#drafts.set(callId, draft);
    return draft;
  }

  /** Saves what is not saved, and lets go of it. */
  end(callId: string): void {
    void this.#drafts.get(callId)?.flush();
    this.#drafts.delete(callId);
  }

  /** Somebody else sits here now, under whose name nothing of this is to be saved. */
  forget(): void {
    for (const draft of this.#drafts.values()) draft.drop();
    this.#drafts.clear();
  }

  /** The page goes away, or out of sight. */
  flush(): void {
    for (const draft of this.#drafts.values()) void draft.flush();
  }

  /** The outbox is empty. */
  arrived(): void {
    for (const draft of this.#drafts.values()) draft.arrived();
  }

  /** Follows a call: there is a draft from its first talk on, and its end saves what was typed until then. */
  keep(
    id: string,
    call: { phase: 'ring' | 'talk' | 'ended'; stored: string | undefined; writing: boolean },
  ): void {
    const { phase, stored, writing } = call;
    const draft = this.get(id);
    if (!draft && phase !== 'ring') this.begin(id, stored ?? '');
    if (!draft) return;
    if (stored !== undefined) draft.hear(stored, writing);
    if (phase === 'ended') draft.over();
  }
}
