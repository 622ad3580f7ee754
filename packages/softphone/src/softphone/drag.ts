/** Moves the bar to another edge by mouse, pen or finger. Arrow keys do the same in the panel "Place of the bar". */
import type { BarDock } from './softphone.events.ts';

interface Dragged extends HTMLElement {
  dock: BarDock;
}

/** From here on it is meant, CSS pixels. */
const THRESHOLD = 12;
/** Share of the window's width, at either side, that stands for a corner. */
const SIDE = 0.2;

/** Follows the pointer from `down` on; `drop` hears of the edge where the bar was let go, if it is another. */
export function drag(bar: Dragged, down: PointerEvent, drop: (dock: BarDock) => void): void {
  const before = bar.dock;
  const following = new AbortController();
  const { signal } = following;
  let meant = false;

  const back = (): void => {
    following.abort();
    bar.dock = before;
  };
  const moved = (event: PointerEvent): void => {
    if (event.pointerId !== down.pointerId) return;
    // Let go while this part was still on its way.
    if (!event.buttons) return back();
    meant ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) >= THRESHOLD;
    if (!meant) return;
    // Past frames of the page too, which swallow what moves over them.
    if (!bar.hasPointerCapture(event.pointerId)) bar.setPointerCapture(event.pointerId);
    bar.dock = edgeAt(event, getComputedStyle(bar).direction === 'rtl');
  };
  const up = (event: PointerEvent): void => {
    if (event.pointerId !== down.pointerId) return;
    following.abort();
    if (meant && bar.dock !== before) drop(bar.dock);
  };
  const typed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') back();
  };
  addEventListener('pointermove', moved, { signal });
  addEventListener('pointerup', up, { signal });
  addEventListener('pointercancel', back, { signal });
  addEventListener('keydown', typed, { signal });
  addEventListener('selectstart', (event) => event.preventDefault(), { signal });
}

/** Left and right are corners; between them the half of the window decides. */
function edgeAt({ clientX, clientY }: PointerEvent, rightToLeft: boolean): BarDock {
  const across = rightToLeft ? 1 - clientX / innerWidth : clientX / innerWidth;
  const high = clientY < innerHeight / 2;
  if (!high && across < SIDE) return 'start';
  if (!high && across > 1 - SIDE) return 'end';
  return high ? 'top' : 'bottom';
}
