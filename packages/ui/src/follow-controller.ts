import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Holds on to a port that may come late, be exchanged or be absent, and lets go of it when the element leaves the page. */
export class FollowController<P> implements ReactiveController {
  readonly #port: () => P | undefined;
  readonly #begin: (port: P) => () => void;
  #followed: P | undefined;
  #stop: (() => void) | undefined;

  /** @param begin Called with each port that comes; returns the way to let go of it. */
  constructor(host: ReactiveControllerHost, port: () => P | undefined, begin: (port: P) => () => void) {
    this.#port = port;
    this.#begin = begin;
    host.addController(this);
  }

  hostConnected(): void {
    this.#follow(this.#port());
  }

  hostUpdate(): void {
    this.#follow(this.#port());
  }

  hostDisconnected(): void {
    this.#follow(undefined);
  }

  #follow(port: P | undefined): void {
    if (port === this.#followed) return;
    this.#stop?.();
    this.#followed = port;
    this.#stop = port && this.#begin(port);
  }
}
