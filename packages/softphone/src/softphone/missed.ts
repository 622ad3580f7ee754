/** Missed calls that nobody has answered for yet: it stays one until the caller was talked to, or somebody has put it aside. */
import type { Backend, Call } from '@ringback/model';
import type { LitElement, ReactiveController } from 'lit';

/** How far back the strip looks: a day of a busy phone. */
const LOOK_BACK = 50;

/** Of calls that are newest first, the last missed one of each caller who is still to be called back. */
export function openMissed(calls: readonly Call[]): Call[] {
  const seen = new Set(['']);
  return calls.filter((call) => {
    if (call.state !== 'ended' || seen.has(call.number)) return false;
    const missed = call.endReason === 'missed';
    // A try that did not get through is no answer to the one who called.
    if (missed || call.connectedAt) seen.add(call.number);
    return missed;
  });
}

interface MissedHost extends LitElement {
  backend: Backend | undefined;
}

/** Counts them for the badge, when the page has nothing better to do and after each call. */
export class MissedController implements ReactiveController {
  readonly #host: MissedHost;
  #backend: Backend | undefined;
  #stop: (() => void)[] = [];
  #asked: string | undefined;
  count = 0;
  /** The number that was dialled last. */
  lastDialled: string | undefined;

  constructor(host: MissedHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    const { backend, isConnected } = this.#host;
    if (!isConnected || backend === this.#backend) return;
    this.hostDisconnected();
    this.#backend = backend;
    if (!backend) return;
    this.#stop = [
      backend.subscribe(() => this.#look()),
      backend.follow(({ type }) => {
        if (type === 'call.ended' || type === 'call.updated') this.#look(true);
      }),
    ];
    this.#look();
  }

  hostDisconnected(): void {
    for (const stop of this.#stop.splice(0)) stop();
    this.#backend = this.#asked = undefined;
  }

  #look(anew = false): void {
    const backend = this.#backend;
    if (!backend) return;
    if (backend.state.status !== 'online') this.#asked = undefined;
    else if (anew || !this.#asked) {
      this.#asked = 'online';
      const idle = globalThis.requestIdleCallback ?? setTimeout;
      idle(() => void this.#count(backend));
    }
  }

  async #count(backend: Backend): Promise<void> {
    if (backend !== this.#backend) return;
    try {
      const { items } = (await backend.calls.list({ limit: LOOK_BACK })).value;
      this.count = openMissed(items).length;
      this.lastDialled ??= items.find(({ direction, number }) => direction === 'out' && number)?.number;
      this.#host.requestUpdate();
    } catch {
      // Without the list there is no badge; the list itself says what is wrong.
      this.#asked = undefined;
    }
  }
}
