/**
 * Takes a card to another column: by mouse from anywhere on it, by finger from its grip (elsewhere a finger scrolls), by keyboard with
 * Enter, arrows, Enter.
 */
import type { Deal, Stage } from '@ringback/model';
import type { ReactiveControllerHost } from 'lit';

export interface CardDragOptions {
  root: () => HTMLElement | DocumentFragment;
  stages: () => readonly Stage[];
  dropped: (deal: Deal, stage: Stage) => void;
  taken: (deal: Deal) => void;
  over: (stage: Stage) => void;
  left: (deal: Deal) => void;
}

/** So near to the edge of the board, in px, other columns come into sight, so many px at each move. */
const EDGE_PX = 40;
const SCROLL_PX = 16;
/** A mouse that moves less than this, in px, clicks. */
const CLICK_PX = 6;

export class CardDrag {
  readonly #host: ReactiveControllerHost;
  readonly #options: CardDragOptions;
  #deal: Deal | undefined;
  #over: Stage | undefined;
  #by: 'pointer' | 'keys' | undefined;
  #stop: AbortController | undefined;

  constructor(host: ReactiveControllerHost, options: CardDragOptions) {
    this.#host = host;
    this.#options = options;
  }

  isTaken(id: string): boolean {
    return this.#by !== undefined && this.#deal?.id === id;
  }

  isOver(stageId: string): boolean {
    return this.#by !== undefined && this.#over?.id === stageId;
  }

  pointerDown(event: PointerEvent, deal: Deal): void {
    const target = event.target as HTMLElement;
    const grip = target.closest('[data-grip]');
    if (event.button !== 0 || (event.pointerType === 'touch' && !grip) || target.closest('a, select')) return;
    this.#end();
    const { clientX: x, clientY: y } = event;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const moved = (at: PointerEvent) => {
      if (!this.#by && Math.hypot(at.clientX - x, at.clientY - y) < CLICK_PX) return;
      if (!this.#by) this.#take(deal, 'pointer');
      this.#scroll(at);
      this.#moveOver(this.#stageAt(at));
    };
    const released = (at: PointerEvent) => {
      const dragged = this.#by === 'pointer';
      if (dragged) this.#moveOver(this.#stageAt(at));
      if (dragged) this.#swallowClick();
      this.#drop();
    };
    window.addEventListener('pointermove', moved, { signal });
    window.addEventListener('pointerup', released, { signal });
    window.addEventListener('pointercancel', () => this.#leave(), { signal });
    window.addEventListener('keydown', (pressed) => pressed.key === 'Escape' && this.#leave(), { signal });
  }

  /** Keys on the grip. */
  keyDown(event: KeyboardEvent, deal: Deal): void {
    const { key } = event;
    const held = this.#by === 'keys' && this.#deal?.id === deal.id;
    const forth =
      getComputedStyle(event.target as HTMLElement).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    if (key === 'Enter' || key === ' ') {
      if (held) this.#drop();
      else this.#take(deal, 'keys');
    } else if (held && key === 'Escape') this.#leave();
    else if (held && (key === 'ArrowLeft' || key === 'ArrowRight')) this.#step(key === forth ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The focus went elsewhere. */
  blur(): void {
    if (this.#by === 'keys') this.#leave();
  }

  #take(deal: Deal, by: 'pointer' | 'keys'): void {
    this.#deal = deal;
    this.#by = by;
    this.#over = deal.stage;
    this.#options.taken(deal);
    this.#host.requestUpdate();
  }

  #step(by: 1 | -1): void {
    const stages = this.#options.stages();
    const at = stages.findIndex(({ id }) => id === this.#over?.id);
    this.#moveOver(stages[at + by] ?? this.#over);
  }

  #moveOver(stage: Stage | undefined): void {
    if (stage?.id === this.#over?.id) return;
    this.#over = stage;
    if (stage) this.#options.over(stage);
    this.#host.requestUpdate();
  }

  #stageAt({ clientX, clientY }: PointerEvent): Stage | undefined {
    const root = this.#options.root() as ShadowRoot;
    const column = root.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-stage]');
    return this.#options.stages().find(({ id }) => id === column?.dataset.stage);
  }

  #scroll({ clientX }: PointerEvent): void {
    const board = this.#options.root().querySelector<HTMLElement>('[part=board]');
    if (!board) return;
    const { left, right } = board.getBoundingClientRect();
    if (clientX < left + EDGE_PX) board.scrollLeft -= SCROLL_PX;
    if (clientX > right - EDGE_PX) board.scrollLeft += SCROLL_PX;
  }

  #drop(): void {
    const [deal, stage, by] = [this.#deal, this.#over, this.#by];
    this.#end();
    if (!deal || !by) return;
    if (stage && stage.id !== deal.stage.id) this.#options.dropped(deal, stage);
    else this.#options.left(deal);
  }

  #leave(): void {
    const deal = this.#by && this.#deal;
    this.#end();
    if (deal) this.#options.left(deal);
  }

  #end(): void {
    this.#stop?.abort();
    this.#stop = this.#deal = this.#over = this.#by = undefined;
    this.#host.requestUpdate();
  }

  /** The click that ends a drag opens nothing. */
  #swallowClick(): void {
    const root = this.#options.root();
    const swallow = (event: Event) => event.stopPropagation();
    root.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => root.removeEventListener('click', swallow, { capture: true }));
  }
}
