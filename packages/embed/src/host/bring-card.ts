/** The caller card is a part of its own: it begins to load the moment a call is known, and no page pays for it before. */

import type { Ports } from './commands.ts';

/** @returns the way to stop waiting for a call. */
export function bringCard(
  { phone, backend }: Ports,
  load: () => Promise<unknown> = () => import('@ringback/widgets/ringback-caller-card.js'),
): () => void {
  let loading = false;
  const stops = [phone.subscribe(look), backend.subscribe(look)];
  const stop = (): void => stops.forEach((one) => one());

  function look(): void {
    if (phone.state.calls.length || backend.state.live.length) bring();
  }

  /** Should it not come, the next change of a call asks again. */
  function bring(): void {
    if (loading) return;
    loading = true;
    load().then(stop, () => (loading = false));
  }

  // A page that has put a card where it always stands shows it from the beginning.
  if (document.querySelector('ringback-caller-card[standing]')) bring();
  look();
  return stop;
}
