/**
 * Which of a person's tabs shows a window: exactly one, whatever becomes of the others. The Web Lock of the host's origin decides; when its
 * tab is closed the next in the queue has it. A tab that comes to sight takes it over, so that the window is where the person looks.
 */
export interface ReminderTurnOptions {
  /** `navigator.locks`; absent on insecure pages, and then every tab shows. */
  locks: LockManager | undefined;
  changed: () => void;
  /** Tabs in sight go first: hidden ones wait so long, in ms. */
  patienceMs: number;
  isHidden: () => boolean;
}

export class ReminderTurn {
  readonly #options: ReminderTurnOptions;
  #name: string | undefined;
  /** Leaves the queue, or lets go of the lock. */
  #leave: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #holds = false;

  constructor(options: ReminderTurnOptions) {
    this.#options = options;
  }

  get holds(): boolean {
    return this.#holds;
  }

  /** There is something to show, under this name; `undefined` = nothing any more. */
  want(name: string | undefined): void {
    if (name === this.#name) return;
    this.#letGo();
    this.#name = name;
    if (name === undefined) return;
    if (!this.#options.locks) return this.#set(true);
    if (this.#options.isHidden())
      this.#timer = setTimeout(() => this.#ask('queue'), this.#options.patienceMs);
    else this.#ask('queue');
  }

  /** The page has come to sight. */
  inSight(): void {
    if (this.#name === undefined || this.#holds) return;
    this.#letGo();
    this.#ask('steal');
  }

  #ask(how: 'queue' | 'steal'): void {
    const abort = new AbortController();
    const { promise: held, resolve } = Promise.withResolvers<void>();
    const leave = (): void => {
      abort.abort();
      resolve();
    };
    this.#leave = leave;
    const hold = (): Promise<void> => {
      if (this.#leave === leave) this.#set(true);
      return held;
    };
    const options: LockOptions = how === 'steal' ? { steal: true } : { signal: abort.signal };
    this.#options.locks!.request(this.#name!, options, hold).catch(() => {
      // Given up on purpose; or another tab is in sight, and this one stands in the queue again.
      if (this.#leave !== leave) return;
      this.#set(false);
      this.#ask('queue');
    });
  }

  #letGo(): void {
    clearTimeout(this.#timer);
    const leave = this.#leave;
    this.#leave = undefined;
    leave?.();
    this.#set(false);
  }

  #set(holds: boolean): void {
    if (holds === this.#holds) return;
    this.#holds = holds;
    this.#options.changed();
  }
}
