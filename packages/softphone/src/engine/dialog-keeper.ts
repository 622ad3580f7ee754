import type { LiveDialog } from '@ringback/model';
import { pause } from './pause.ts';

export interface Dialogs {
  put(dialog: LiveDialog): Promise<unknown>;
  remove(callId: string): Promise<unknown>;
}

/**
 * Pauses before a record is sent again, in ms. The gateway may hear of the answer after our record (then it knows no such live call
 * yet): the first are short, because a page that is left before its record is kept loses the call. Or it is away for a moment.
 */
const PAUSES_MS = [50, 250, 1_000, 3_000];

/**
 * Sends the records of one call one after the other, so that an older one never overwrites a newer; of those that wait only the
 * last is sent. What cannot be sent in the end costs survival of this one change, not the call: it is left at that.
 */
export class DialogKeeper {
  readonly #dialogs: Dialogs;
  readonly #waiting = new Map<string, (() => Promise<unknown>) | undefined>();
  readonly #sleep: typeof pause;
  #stopped = Promise.withResolvers<never>();

  constructor(dialogs: Dialogs, sleep = pause) {
    this.#dialogs = dialogs;
    this.#sleep = sleep;
  }

  put(dialog: LiveDialog): void {
    this.#enqueue(dialog.callId, () => this.#dialogs.put(dialog));
  }

  remove(callId: string): void {
    this.#enqueue(callId, () => this.#dialogs.remove(callId));
  }

  /** What could not be sent so far is not tried again. */
  stop(): void {
    // Nothing may be waiting.
    this.#stopped.promise.catch(() => undefined);
    this.#stopped.reject(new Error('stopped'));
    this.#stopped = Promise.withResolvers();
  }

  #enqueue(callId: string, send: () => Promise<unknown>): void {
    const busy = this.#waiting.has(callId);
    this.#waiting.set(callId, send);
    if (!busy) void this.#run(callId);
  }

  async #run(callId: string): Promise<void> {
    for (let send = this.#waiting.get(callId); send; send = this.#waiting.get(callId)) {
      this.#waiting.set(callId, undefined);
      const { promise: stopped } = this.#stopped;
      for (const ms of [...PAUSES_MS, undefined]) {
        const sent = await send().then(
          () => true,
          () => false,
        );
        // A newer record makes this one needless.
        if (sent || ms === undefined || this.#waiting.get(callId)) break;
        const waited = await this.#sleep(ms, stopped).then(
          () => true,
          () => false,
        );
        if (!waited) break;
      }
    }
    this.#waiting.delete(callId);
  }
}
