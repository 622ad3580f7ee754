/** Brings the headset's part as soon as there is one that this page was let use, or when a person asks for it. */
import type { Phone } from '@ringback/model';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Headset, HeadsetState } from './headset.ts';
import { browserHid } from './hid.ts';

export class HeadsetController implements ReactiveController {
  readonly #host: ReactiveControllerHost & { phone?: Phone | undefined };
  #loading: Promise<Headset> | undefined;
  #headset: Headset | undefined;
  state: HeadsetState = {};

  constructor(host: ReactiveControllerHost & { phone?: Phone | undefined }) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether the browser knows of headsets at all. */
  get possible(): boolean {
    return browserHid() !== undefined;
  }

  hostConnected(): void {
    const known = browserHid()?.getDevices();
    known?.then((devices) => (devices.length ? this.#load() : undefined)).catch(() => undefined);
  }

  hostUpdated(): void {
    this.#headset?.show(this.#host.phone?.state);
  }

  hostDisconnected(): void {
    void this.#headset?.stop();
    this.#headset = this.#loading = undefined;
    this.state = {};
  }

  /** Asks which headset; must come from a click. */
  async choose(): Promise<void> {
    await (await this.#load())?.choose();
  }

  #load(): Promise<Headset | undefined> {
    const hid = browserHid();
    if (!hid) return Promise.resolve(undefined);
    this.#loading ??= import('./headset.ts').then(async ({ connectHeadset }) => {
      this.#headset = await connectHeadset({
        hid,
        phone: () => this.#host.phone,
        locks: navigator.locks as LockManager | undefined,
        onChange: (state) => {
          this.state = state;
          this.#host.requestUpdate();
        },
      });
      this.#headset.show(this.#host.phone?.state);
      return this.#headset;
    });
    this.#loading.catch(() => (this.#loading = undefined));
    return this.#loading;
  }
}
