/** Moving by mouse, pen or finger. A finger has to rest first: otherwise it scrolls the page. */
const MOVED_PX = 5;
const REST_MS = 350;

export interface CalendarDragOptions {
  /** @returns false for a task that is not to be moved. */
  begin: (taskId: string) => boolean;
  over: (slot: number) => void;
  drop: () => void;
  cancel: () => void;
}

export class CalendarDrag {
  readonly #options: CalendarDragOptions;
  #pressed: { id: string; x: number; y: number; pointerId: number; grid: HTMLElement } | undefined;
  #dragging = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** The click that ends a drag is none. */
  dragged = false;

  constructor(options: CalendarDragOptions) {
    this.#options = options;
  }

  readonly down = (event: PointerEvent): void => {
    this.dragged = false;
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-task]')?.dataset.task;
    if (id === undefined || event.button !== 0 || this.#dragging) return;
    const { clientX: x, clientY: y, pointerId } = event;
    this.#pressed = { id, x, y, pointerId, grid: event.currentTarget as HTMLElement };
    if (event.pointerType === 'touch') this.#rest = setTimeout(() => this.#begin(), REST_MS);
  };

  readonly move = (event: PointerEvent): void => {
    const pressed = this.#pressed;
    if (!pressed || event.pointerId !== pressed.pointerId) return;
    const { clientX: x, clientY: y } = event;
    if (!this.#dragging) {
      if (Math.hypot(x - pressed.x, y - pressed.y) < MOVED_PX) return;
      if (event.pointerType === 'touch') return this.#forget();
      this.#begin();
    }
    if (!this.#dragging) return;
    const root = pressed.grid.getRootNode() as ShadowRoot | Document;
    const slot = root.elementFromPoint(x, y)?.closest<HTMLElement>('[data-slot]')?.dataset.slot;
    if (slot !== undefined) this.#options.over(Number(slot));
  };

  readonly up = (event: PointerEvent): void => {
    if (event.pointerId !== this.#pressed?.pointerId) return;
    const dragging = this.#dragging;
    this.#forget();
    if (dragging) this.#options.drop();
  };

  readonly cancelled = (): void => {
    const dragging = this.#dragging;
    this.#forget();
    if (dragging) this.#options.cancel();
  };

  /** While a task is carried the finger does not scroll. */
  readonly touch = {
    passive: false,
    handleEvent: (event: Event): void => {
      if (this.#dragging) event.preventDefault();
    },
  };

  #begin(): void {
    const pressed = this.#pressed;
    if (!pressed || !this.#options.begin(pressed.id)) return this.#forget();
    this.#dragging = this.dragged = true;
    pressed.grid.setPointerCapture(pressed.pointerId);
  }

  #forget(): void {
    clearTimeout(this.#rest);
    this.#pressed = undefined;
    this.#dragging = false;
  }
}
