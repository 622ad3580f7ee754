/** The bar at an edge of the window, clear of what the page has there; the card beside it; and room where it would hide the page's own lines. */
import type { BarArrangedDetail } from '@ringback/softphone';
import { EVERYTHING } from './bring-records.ts';
import { DOCKS, type HostConfig } from './config.ts';
import { giveWay } from './give-way.ts';
import { skipLink } from './skip-link.ts';
import { stepAside } from './step-aside.ts';

/** The card with what is free around it, CSS pixels. */
const CARD_SPACE = 444;

const CARD = {
  position: 'fixed',
  'inset-inline-end': '12px',
  'inline-size': 'min(420px, calc(100vw - 24px))',
  overflow: 'auto',
  'border-radius': 'var(--ringback-radius, 8px)',
  'box-shadow': '0 6px 24px rgb(0 0 0 / 0.18)',
  'z-index': '2147481000',
};

/** What a person has arranged, kept in the page's own origin. */
export interface Memory {
  /** What was kept before; its reading began with the script, so that it is there when the bar is. */
  readonly arranged: Promise<unknown>;
  arrange(arranged: BarArrangedDetail): Promise<void>;
}

export interface Docked {
  readonly bar: HTMLElementTagNameMap['ringback-softphone'];
  undock(): void;
}

/** Adds what is wanted to `parent`. */
export function dock(
  parent: Element,
  {
    mount,
    dock,
    panels,
    create = '',
    locale = 'en',
  }: Pick<HostConfig, 'mount' | 'dock' | 'panels' | 'create'> & Partial<Pick<HostConfig, 'locale'>>,
  memory?: Memory,
): Docked {
  const card = document.createElement('ringback-caller-card');
  const bar = document.createElement('ringback-softphone');
  // A docked bar hides the page's first or last lines: this gives them room, without a change to any style of the host.
  const room = document.createElement('div');
  Object.assign(bar, { dock, ...(panels && { panels }), create: `${EVERYTHING} ${create}` });
  for (const [name, value] of Object.entries(CARD)) card.style.setProperty(name, value);
  // Until it has come it would be a bare shadow.
  card.hidden = true;
  void customElements.whenDefined('ringback-caller-card').then(() => (card.hidden = false));

  let frame = 0;
  // In the next frame: whoever changes a size while sizes are told makes the browser complain to the page.
  const observer = new ResizeObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(aside.look);
  });
  let observed: Element | undefined;
  const fit = (): void => {
    const { dock, collapsed, isConnected } = bar;
    // A bar that the page has put into itself (a desk's strip) stays free, too.
    const standing = isConnected ? bar : (document.querySelector('ringback-softphone') ?? bar);
    if (standing !== observed) observer.observe((observed = standing));
    const place = standing.getBoundingClientRect();
    const takesRoom = !collapsed && (dock === 'bottom' || dock === 'top');
    room.style.setProperty('block-size', `${takesRoom ? Math.ceil(place.height) : 0}px`);
    if (room.isConnected && (bar.previousSibling !== room) !== (dock === 'top'))
      parent.insertBefore(room, dock === 'top' ? parent.firstChild : bar);
    // The card hides nothing of the bar: it stands above or below, where more room is.
    const isBeside = isConnected && dock === 'start' && place.width + CARD_SPACE < innerWidth;
    const isSeen = place.bottom > 0 && place.top < innerHeight && !isBeside;
    const [above, below] = [Math.ceil(innerHeight - place.top), Math.ceil(place.bottom)];
    const taken = isSeen ? Math.min(above, below) : 0;
    card.style.setProperty('inset-block-end', `${12 + (taken === above ? above : 0)}px`);
    card.style.setProperty('max-block-size', `calc(100vh - ${taken + 24}px)`);
  };
  const aside = stepAside(bar, fit);
  const arranged = ({ detail }: CustomEvent<BarArrangedDetail>): void => {
    void bar.updateComplete.then(aside.look);
    memory?.arrange(detail).catch(() => {});
  };
  const remembered = (kept: unknown): void => void Object.assign(bar, readArranged(kept));
  bar.addEventListener('ringback-bar-arranged', arranged as EventListener);
  memory?.arranged.then(remembered, () => {});
  fit();
  if (mount.includes('card')) parent.append(card);
  let takeLinkOff = (): void => {};
  if (mount.includes('bar')) {
    parent.append(room, bar);
    takeLinkOff = skipLink(parent, bar, locale);
    // Before its first frame, so that nothing jumps; later whenever the bar grows or shrinks.
    void bar.updateComplete.then(aside.look);
  }
  const stopGivingWay = giveWay(bar, card);
  return {
    bar,
    undock() {
      observer.disconnect();
      cancelAnimationFrame(frame);
      aside.stop();
      takeLinkOff();
      stopGivingWay();
      for (const node of [card, room, bar]) node.remove();
    },
  };
}

/** Any script of the page could have written it: only what can be true is taken. */
function readArranged(kept: unknown): Partial<BarArrangedDetail> {
  const { dock, collapsed, keys } = (kept ?? {}) as Partial<BarArrangedDetail>;
  if (!keys || !DOCKS.some((edge) => edge === dock)) return {};
  return { dock: dock!, collapsed: collapsed === true, keys };
}
