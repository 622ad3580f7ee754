/** How many missed calls wait for this agent, for the badge: nobody's, and those that he has claimed. */
import type { Backend, RingbackEvent } from '@ringback/model';
import type { LitElement, ReactiveController } from 'lit';

interface MissedHost extends LitElement {
  backend: Backend | undefined;
}

export class MissedController implements ReactiveController {
  readonly #host: MissedHost;
  #backend: Backend | undefined;
  #stop: (() => void)[] = [];
  #status: string | undefined;
  count = 0;

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
      backend.follow(({ type }: RingbackEvent) => type === 'missed.changed' && void this.#ask()),
    ];
    this.#look();
  }

  hostDisconnected(): void {
    for (const stop of this.#stop.splice(0)) stop();
    this.#backend = this.#status = undefined;
  }

  #look(): void {
    const status = this.#backend?.state.status;
    if (status === this.#status) return;
    this.#status = status;
    // The page has better things to do first.
    if (status === 'online') (globalThis.requestIdleCallback ?? setTimeout)(() => void this.#ask());
  }

  async #ask(): Promise<void> {
    // Without an answer there is no badge; the list itself says what is wrong.
    const counts = await this.#backend?.missed?.counts().catch(() => undefined);
    if (!counts) return;
    this.count = counts.open + counts.mine;
    this.#host.requestUpdate();
  }
}
