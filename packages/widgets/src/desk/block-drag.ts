/** Dragging a block by its handle, with mouse, pen or finger: it takes the place of the block that it is held over. */
export interface BlockDragOptions {
  blockAt: (x: number, y: number) => string | undefined;
  moved: (name: string, placeOf: string) => void;
  changed: () => void;
}

/** Below this it was a click, in px. */
const SLACK_PX = 4;

export class BlockDrag {
  readonly #options: BlockDragOptions;
  #end: AbortController | undefined;
  /** Block whose place it has taken: it is not given back until the pointer was elsewhere. */
  #taken: string | undefined;
  /** Block that is held. */
  held: string | undefined;

  constructor(options: BlockDragOptions) {
    this.#options = options;
  }

  start(name: string, event: PointerEvent): void {
    if (event.button !== 0) return;
    this.stop();
    const [x, y] = [event.clientX, event.clientY];
    const { pointerId } = event;
    this.#end = new AbortController();
    const { signal } = this.#end;
    const mine = (work: (event: PointerEvent) => void) => (one: PointerEvent) => {
      if (one.pointerId === pointerId) work(one);
    };
    const move = mine(({ clientX, clientY }) => {
      if (!this.held && Math.hypot(clientX - x, clientY - y) < SLACK_PX) return;
      this.#hold(name);
      const over = this.#options.blockAt(clientX, clientY);
      const next = over === name ? undefined : over;
      if (next !== undefined && next !== this.#taken) this.#options.moved(name, next);
      this.#taken = next;
    });
    // On the window: the handle is put elsewhere in the page while it is held.
    window.addEventListener('pointermove', move, { signal });
    for (const end of ['pointerup', 'pointercancel'] as const)
      window.addEventListener(
        end,
        mine(() => this.stop()),
        { signal },
      );
  }

  stop(): void {
    this.#end?.abort();
    this.#end = undefined;
    this.#taken = undefined;
    this.#hold(undefined);
  }

  #hold(name: string | undefined): void {
    if (this.held === name) return;
    this.held = name;
    this.#options.changed();
  }
}
