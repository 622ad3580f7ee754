/**
 * Which rows of a long list are in the page: those in sight and some around them. All rows of a list are equally high, and at most one has
 * its details under it, so this is arithmetic; a library that measures every row weighs half of what an element may.
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
  /** The row whose details are open, and how high they are. */
  open?: { index: number; px: number } | undefined;
}): VisibleRows {
  const { count, rowPx, scrolledPx, heightPx, open = { index: -1, px: 0 } } = sight;
  const endOfOpen = (open.index + 1) * rowPx;
  const within = Math.min(open.px, Math.max(0, scrolledPx - endOfOpen));
  const first = Math.floor(Math.max(0, scrolledPx - within) / rowPx);
  const inSight = Math.ceil(heightPx / rowPx) + 1;
  const from = Math.max(0, Math.min(first, count - inSight) - AROUND);
  const to = Math.max(from, Math.min(count, first + inSight + AROUND));
  return {
    from,
    to,
    before: from * rowPx + (open.index < from ? open.px : 0),
    after: Math.min(TALLEST_PX, (count - to) * rowPx + (open.index >= to ? open.px : 0)),
  };
}

/** Follows the scroller and one of its rows, and renders the host again when other rows come into sight. */
export class VisibleRowsController implements ReactiveController {
  readonly #host: ReactiveControllerHost & { renderRoot: HTMLElement | DocumentFragment };
  readonly #sizes: ResizeObserver;
  #scroller: HTMLElement | undefined;
  #sight = { rowPx: 52, scrolledPx: 0, heightPx: 600 };
  #details: HTMLElement | undefined;
  #detailsPx = 0;
  #openRow = -1;
  #shown = '';

  constructor(host: ReactiveControllerHost & { renderRoot: HTMLElement | DocumentFragment }) {
    this.#host = host;
    this.#sizes = new ResizeObserver(() => this.#look());
    host.addController(this);
  }

  hostUpdated(): void {
    const scroller = this.#host.renderRoot?.querySelector<HTMLElement>('[data-scroller]') ?? undefined;
    const details = scroller?.querySelector<HTMLElement>('[data-details]') ?? undefined;
    if (details !== this.#details) {
      if (this.#details) this.#sizes.unobserve(this.#details);
      this.#details = details;
      if (details) this.#sizes.observe(details);
    }
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
    this.#scroller = this.#details = undefined;
  }

  /** @param openRow Index of the row whose details are open; −1 = none. */
  of(count: number, openRow = -1): VisibleRows {
    this.#openRow = openRow;
    const rows = visibleRows({ ...this.#sight, count, open: this.#open });
    this.#shown = `${rows.from} ${rows.to}`;
    return rows;
  }

  /** Brings a row into sight; resolves when it is in the page. */
  async show(index: number): Promise<void> {
    const { rowPx, scrolledPx, heightPx } = this.#sight;
    const { index: openRow, px } = this.#open ?? { index: index, px: 0 };
    const top = index * rowPx + (index > openRow ? px : 0);
    const bottom = top + rowPx;
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
    this.#detailsPx = this.#details?.offsetHeight ?? this.#detailsPx;
    this.#sight = { rowPx, scrolledPx: scroller.scrollTop, heightPx: scroller.clientHeight };
    const { from, to } = visibleRows({ ...this.#sight, count: Number.MAX_SAFE_INTEGER, open: this.#open });
    if (`${from} ${to}` !== this.#shown) this.#host.requestUpdate();
  };

  get #open(): { index: number; px: number } | undefined {
    return this.#openRow < 0 ? undefined : { index: this.#openRow, px: this.#detailsPx };
  }
}
