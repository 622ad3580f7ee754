import type { Backend, BackendState, Phone } from '@ringback/model';
import { FollowController, onePerson, PortController, type RingbackElement } from '@ringback/ui';

/**
 * Opens a window over everything. While somebody calls or talks it holds nobody back from the phone: what is behind it can be pressed,
 * and it leaves the bar free; so does one that is open when a call comes, until it is closed.
 *
 * A window goes aside with the session: what stands in it is seen by nobody, and in the page behind it one can sign in. The same person
 * finds it as it was; it is closed for good when somebody else has signed in.
 *
 * Each Escape asks it by `cancel`: browsers ask only once, and close it at the second Escape whatever was answered. They do so too
 * when nothing in it has the focus, as after a button that is gone: such a key is heard by the page alone.
 */
export class WindowKeeper {
  readonly #host: RingbackElement;
  #aside = false;

  /** @param forget Drops what was typed in it. */
  constructor(host: RingbackElement, forget: () => void) {
    this.#host = host;
    host.addEventListener('keydown', this.#escape);
    host.addController({
      hostConnected: () => window.addEventListener('keydown', this.#escape),
      hostDisconnected: () => window.removeEventListener('keydown', this.#escape),
    });
    onePerson(host, () => {
      this.#aside = false;
      this.#dialog?.close();
      forget();
    });
    new PortController<BackendState, Backend>(
      host,
      () => host.backend,
      ({ status }) => {
        if (status === 'signed-out' && this.#dialog?.open) {
          this.#aside = true;
          this.#dialog?.close();
        } else if (status === 'online' && this.#aside) {
          this.#aside = false;
          this.show();
        }
      },
    );
    new FollowController<Phone>(
      host,
      () => host.phone,
      (phone) => phone.subscribe(this.#giveWay),
    );
  }

  /** What is open already stays as it is. */
  show(): void {
    const dialog = this.#dialog;
    if (!dialog || dialog.open) return;
    // What is left of a call.
    dialog.popover = null;
    dialog.showModal();
    this.#giveWay();
  }

  /** Whether it is done with, and not closed for a while. */
  get isGone(): boolean {
    return !this.#aside && !this.#dialog?.open;
  }

  /** To a call; where the part cannot be had just now, at its next step. */
  readonly #giveWay = (): void => {
    const host = this.#host;
    if (this.#dialog?.open && host.phone?.state.calls.some(({ state }) => state !== 'ended'))
      import('./beside-call.ts').then(
        ({ standBeside }) => standBeside(host, this.#dialog),
        () => {},
      );
  };

  readonly #escape = (event: KeyboardEvent): void => {
    const dialog = this.#dialog;
    const path = event.composedPath() as Partial<HTMLElement>[];
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || !dialog?.open) return;
    // A popover closes first, also one of a list in it; one by hand does not close by a key.
    if (path.some((node) => node.querySelector?.(':popover-open:not([popover=manual])'))) return;
    // Only the window above all others takes the focus.
    if (path[0] === document.body) dialog.focus();
    if (!dialog.matches(':focus-within')) return;
    event.preventDefault();
    if (dialog.dispatchEvent(new Event('cancel', { cancelable: true }))) dialog.close();
  };

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector('dialog');
  }
}
