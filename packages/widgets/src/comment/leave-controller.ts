import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Tells when what is only in memory must be saved: the page goes away or out of sight, or the element leaves it. */
export class LeaveController implements ReactiveController {
  readonly #leave: () => void;

  constructor(host: ReactiveControllerHost, leave: () => void) {
    this.#leave = leave;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('pagehide', this.#leave);
    addEventListener('visibilitychange', this.#leave);
  }

  hostDisconnected(): void {
    removeEventListener('pagehide', this.#leave);
    removeEventListener('visibilitychange', this.#leave);
    this.#leave();
  }
}
