/**
 * Which rows of a long list are in the page: those in sight and some around them. All rows of a list are equally high, so this is
 * arithmetic; a library that measures every row weighs half of what an element may.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Rows above and below what is in sight. */
const AROUND = 6;
/** Browsers place nothing reliably further down than this, in px. */
const TALLEST_PX = 15_000_000;

export interface VisibleRows {
  /** First row in the page, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Empty space above and below, in px. */
  readonly before: number;
  readonly after: number;
}

export function visibleRows(sight: {
  count: number;
  rowPx: number;
  scrolledPx: number;
  heightPx: number;
  /** A row that stays in the page wherever it is, because it has the focus. */
}): VisibleRows {
  const { count, rowPx, scrolledPx, heightPx } = sight;
  const first = Math.floor(Math.max(0, scrolledPx) / rowPx);
  const inSight = Math.ceil(heightPx / rowPx) + 1;
  const from = Math.max(0, Math.min(first, count - inSight) - AROUND);
  const to = Math.min(count, first + inSight + AROUND);
  return {
    from,
    to: Math.max(from, to),
    before: from * rowPx,
    after: Math.min(TALLEST_PX, Math.max(0, count - Math.max(from, to)) * rowPx),
  };
}

/** Follows the scroller and one of its rows, and renders the host again when other rows come into sight. */
export class VisibleRowsController implements ReactiveController {
  readonly #host: ReactiveControllerHost & { renderRoot: HTMLElement | DocumentFragment };
  readonly #sizes: ResizeObserver;
  #scroller: HTMLElement | undefined;
  #sight = { rowPx: 52, scrolledPx: 0, heightPx: 600 };
  #shown = '';

  constructor(host: ReactiveControllerHost & { renderRoot: HTMLElement | DocumentFragment }) {
    this.#host = host;
    this.#sizes = new ResizeObserver(() => this.#look());
    host.addController(this);
  }

  hostUpdated(): void {
    const scroller = this.#host.renderRoot?.querySelector<HTMLElement>('[data-scroller]') ?? undefined;
    if (scroller === this.#scroller) return;
    this.hostDisconnected();
    this.#scroller = scroller;
    if (!scroller) return;
    scroller.addEventListener('scroll', this.#look, { passive: true });
    this.#sizes.observe(scroller);
  }

  hostDisconnected(): void {
    this.#scroller?.removeEventListener('scroll', this.#look);
    this.#sizes.disconnect();
    this.#scroller = undefined;
  }

  of(count: number): VisibleRows {
    const rows = visibleRows({ ...this.#sight, count });
    this.#shown = `${rows.from} ${rows.to}`;
    return rows;
  }

  /** Brings a row into sight; resolves when it is in the page. */
  async show(index: number): Promise<void> {
    const { rowPx, scrolledPx, heightPx } = this.#sight;
    const [top, bottom] = [index * rowPx, (index + 1) * rowPx];
    if (this.#scroller && (top < scrolledPx || bottom > scrolledPx + heightPx)) {
      this.#scroller.scrollTop = top < scrolledPx ? top : bottom - heightPx;
      this.#look();
    }
    await (this.#host as unknown as { updateComplete: Promise<boolean> }).updateComplete;
  }

  readonly #look = (): void => {
    const scroller = this.#scroller;
    if (!scroller) return;
    const row = scroller.querySelector<HTMLElement>('[data-row]');
    const rowPx = row?.offsetHeight || this.#sight.rowPx;
    this.#sight = { rowPx, scrolledPx: scroller.scrollTop, heightPx: scroller.clientHeight };
    const { from, to } = visibleRows({ ...this.#sight, count: Number.MAX_SAFE_INTEGER });
    if (`${from} ${to}` !== this.#shown) this.#host.requestUpdate();
  };
}
