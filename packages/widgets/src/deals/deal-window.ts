/** A deal's window: its card, and that it goes aside with the session. Comes when it is first opened. */
import type { RingbackElement } from '@ringback/ui';
import '../deal-card/ringback-deal-card.ts';
import { WindowKeeper } from '../form/window-keeper.ts';

/** What was typed in the card the card itself forgets. */
export const keepWindow = (host: RingbackElement): unknown => new WindowKeeper(host, () => {});
