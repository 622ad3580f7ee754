import type { ReactiveController, ReactiveControllerHost } from 'lit';

interface Port<S> {
  readonly state: S;
  subscribe(listener: (state: S) => void): () => void;
}

/**
 * Ties an element to a port that may come late, be exchanged or be absent: the element renders again at each change of the
 * port's state, and lets go of it when it leaves the page.
 */
export class PortController<S, P extends Port<S>> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #port: () => P | undefined;
  readonly #changed: ((state: S, before: S | undefined) => void) | undefined;
  #followed: P | undefined;
  #before: S | undefined;
  #stop: (() => void) | undefined;

  constructor(
    host: ReactiveControllerHost,
    port: () => P | undefined,
    changed?: (state: S, before: S | undefined) => void,
  ) {
    this.#host = host;
    this.#port = port;
    this.#changed = changed;
    host.addController(this);
  }

  get state(): S | undefined {
    return this.#port()?.state;
  }

  hostConnected(): void {
    this.#follow();
  }

  hostUpdate(): void {
    this.#follow();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#followed = undefined;
  }

  #follow(): void {
    const port = this.#port();
    if (port === this.#followed) return;
    this.#stop?.();
    this.#followed = port;
    this.#before = undefined;
    this.#stop = port?.subscribe((state) => this.#tell(state));
    if (port) this.#tell(port.state);
  }

  #tell(state: S): void {
    const before = this.#before;
    this.#before = state;
    this.#changed?.(state, before);
    this.#host.requestUpdate();
  }
}
