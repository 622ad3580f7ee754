/** How many missed calls wait for this agent, for the badge: nobody's, and those that he has claimed. */
import type { Backend } from '@ringback/model';
import { FollowController } from '@ringback/ui';
import type { LitElement } from 'lit';

interface MissedHost extends LitElement {
  backend: Backend | undefined;
}

export class MissedController {
  readonly #host: MissedHost;
  #status: string | undefined;
  count = 0;

  constructor(host: MissedHost) {
    this.#host = host;
    new FollowController<Backend>(
      host,
      () => host.backend,
      (backend) => {
        const stops = [
          backend.subscribe(() => this.#look(backend)),
          backend.follow(({ type }) => void (type === 'missed.changed' && this.#ask(backend))),
        ];
        this.#look(backend);
        return () => {
          for (const stop of stops) stop();
          this.#status = undefined;
        };
      },
    );
  }

  #look(backend: Backend): void {
    const { status } = backend.state;
    // The page has better things to do first.
    if (status !== this.#status && status === 'online')
      (globalThis.requestIdleCallback ?? setTimeout)(() => void this.#ask(backend));
    this.#status = status;
  }

  async #ask(backend: Backend): Promise<void> {
    // Without an answer there is no badge; the list itself says what is wrong.
    const counts = await backend.missed?.counts().catch(() => undefined);
    if (!counts || backend !== this.#host.backend) return;
    this.count = counts.open + counts.mine;
    this.#host.requestUpdate();
  }
}
