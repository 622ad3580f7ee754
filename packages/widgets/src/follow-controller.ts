import type { Backend, RingbackEvent } from '@ringback/model';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Hears every fact of the backend's event stream while the element is in the page. */
export class FollowController implements ReactiveController {
  readonly #backend: () => Backend | undefined;
  readonly #hear: (event: RingbackEvent) => void;
  #followed: Backend | undefined;
  #stop: (() => void) | undefined;

  constructor(
    host: ReactiveControllerHost,
    backend: () => Backend | undefined,
    hear: (event: RingbackEvent) => void,
  ) {
    this.#backend = backend;
    this.#hear = hear;
    host.addController(this);
  }

  hostConnected(): void {
    this.#follow();
  }

  hostUpdate(): void {
    this.#follow();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#followed = undefined;
  }

  #follow(): void {
    const backend = this.#backend();
    if (backend === this.#followed) return;
    this.#stop?.();
    this.#followed = backend;
    this.#stop = backend?.follow(this.#hear);
  }
}
