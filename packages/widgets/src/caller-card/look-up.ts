import type { Backend, CallWithMatches } from '@ringback/model';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LookUpState } from './look-up-view.ts';

/** How long the event stream may take to tell of a call that already rings, before it is asked for, in ms. */
export const ASK_AFTER_MS = 1_500;

export interface LookUpOptions {
  backend: () => Backend | undefined;
  changed: () => void;
  found: (answer: CallWithMatches) => void;
}

/** Asks who calls when the phone rings and the event stream stays silent. Never before the first paint. */
export class LookUp implements ReactiveController {
  readonly #options: LookUpOptions;
  #wanted: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Why the last question had no answer. */
  failed: 'forbidden' | 'unknown' | undefined;

  constructor(host: ReactiveControllerHost, options: LookUpOptions) {
    this.#options = options;
    host.addController(this);
  }

  /** Which call nobody has told about yet. */
  want(callId: string | undefined): void {
    const online = this.#options.backend()?.state.status === 'online';
    const wanted = online ? callId : undefined;
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.failed = undefined;
    clearTimeout(this.#timer);
    if (wanted) this.#timer = setTimeout(() => void this.ask(), ASK_AFTER_MS);
  }

  async ask(): Promise<void> {
    const id = this.#wanted;
    const backend = this.#options.backend();
    if (!id || !backend) return;
    this.failed = undefined;
    this.#options.changed();
    try {
      const answer = await backend.calls.get(id);
      if (id === this.#wanted) this.#options.found(answer);
    } catch (error) {
      if (id === this.#wanted)
        this.failed = (error as { code?: unknown }).code === 'forbidden' ? 'forbidden' : 'unknown';
    }
    this.#options.changed();
  }

  /** What is to be said of a call about which nobody has told yet. */
  stateOf({ matches }: { matches?: unknown }): LookUpState | undefined {
    const { status } = this.#options.backend()?.state ?? {};
    if (matches || !status) return undefined;
    return status === 'online' ? (this.failed ?? 'looking') : status;
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#wanted = undefined;
  }
}
