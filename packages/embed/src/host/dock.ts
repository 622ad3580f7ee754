/** The bar at the window's lower edge, the card above it, and room for the bar at the end of the page. */
import type { Mountable } from './config.ts';

const CARD = {
  position: 'fixed',
  'inset-inline-end': '12px',
  'inline-size': 'min(420px, calc(100vw - 24px))',
  overflow: 'auto',
  'border-radius': 'var(--ringback-radius, 8px)',
  'box-shadow': '0 6px 24px rgb(0 0 0 / 0.18)',
  'z-index': '2147481000',
};

/** Adds what is wanted to `parent`. Returns the way to take it off. */
export function dock(parent: Element, wanted: readonly Mountable[]): () => void {
  const card = document.createElement('ringback-caller-card');
  const bar = document.createElement('ringback-softphone');
  // A docked bar hides the page's last lines: this gives them room, without a change to any style of the host.
  const room = document.createElement('div');
  bar.dock = 'bottom';
  for (const [name, value] of Object.entries(CARD)) card.style.setProperty(name, value);

  const fit = (): void => {
    const height = bar.isConnected ? Math.ceil(bar.getBoundingClientRect().height) : 0;
    room.style.setProperty('block-size', `${height}px`);
    card.style.setProperty('inset-block-end', `${height + 12}px`);
    card.style.setProperty('max-block-size', `calc(100vh - ${height + 24}px)`);
  };
  fit();
  if (wanted.includes('card')) parent.append(card);
  if (wanted.includes('bar')) parent.append(room, bar);
  // Before its first frame, so that nothing jumps; later whenever the bar grows or shrinks.
  void bar.updateComplete.then(fit);
  const observer = new ResizeObserver(fit);
  observer.observe(bar);
  return () => {
    observer.disconnect();
    for (const node of [card, room, bar]) node.remove();
  };
}
