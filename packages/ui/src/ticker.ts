import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Renders the host again each second while `wanted()`: for running call timers. Costs nothing otherwise. */
export class Ticker implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #wanted: () => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, wanted: () => boolean) {
    this.#host = host;
    this.#wanted = wanted;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    clearTimeout(this.#timer);
    // At the clock's full second, so that all timers of a page step together.
    if (this.#wanted())
      this.#timer = setTimeout(() => this.#host.requestUpdate(), 1000 - (Date.now() % 1000));
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }
}
