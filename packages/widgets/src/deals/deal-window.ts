/** A deal's window: its card, and that it goes aside with the session. Comes when it is first opened. */
import type { RingbackElement } from '@ringback/ui';
import '../deal-card/ringback-deal-card.ts';
import { WindowKeeper } from '../form/window-keeper.ts';

const kept = new WeakSet<RingbackElement>();

/** Once for each element. What was typed in the card the card itself forgets. */
export function keepWindow(host: RingbackElement): void {
  if (kept.has(host)) return;
  kept.add(host);
  new WindowKeeper(host, () => {});
}
