import type { LiveDialog } from '@ringback/model';

export interface Dialogs {
  put(dialog: LiveDialog): Promise<unknown>;
  remove(callId: string): Promise<unknown>;
}

/**
 * Sends the records of one call one after the other, so that an older one never overwrites a newer; of those that wait only the
 * last is sent. A failure costs survival of this one change, not the call: it is left at that.
 */
export class DialogKeeper {
  readonly #dialogs: Dialogs;
  readonly #waiting = new Map<string, (() => Promise<unknown>) | undefined>();

  constructor(dialogs: Dialogs) {
    this.#dialogs = dialogs;
  }

  put(dialog: LiveDialog): void {
    this.#enqueue(dialog.callId, () => this.#dialogs.put(dialog));
  }

  remove(callId: string): void {
    this.#enqueue(callId, () => this.#dialogs.remove(callId));
  }

  #enqueue(callId: string, send: () => Promise<unknown>): void {
    const busy = this.#waiting.has(callId);
    this.#waiting.set(callId, send);
    if (!busy) void this.#run(callId);
  }

  async #run(callId: string): Promise<void> {
    for (let send = this.#waiting.get(callId); send; send = this.#waiting.get(callId)) {
      this.#waiting.set(callId, undefined);
      await send().catch(() => undefined);
    }
    this.#waiting.delete(callId);
  }
}
