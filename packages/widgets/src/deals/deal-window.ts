/** A deal's window: its card, and that it goes aside with the session. Comes when it is first opened. */
import type { RingbackElement } from '@ringback/ui';
import '../deal-card/ringback-deal-card.ts';
import { WindowKeeper } from '../form/window-keeper.ts';

const kept = new WeakMap<RingbackElement, WindowKeeper>();

/** One for each element. What was typed in the card the card itself forgets. */
export function keepWindow(host: RingbackElement): WindowKeeper {
  const keeper = kept.get(host) ?? new WindowKeeper(host, () => {});
  kept.set(host, keeper);
  return keeper;
}
