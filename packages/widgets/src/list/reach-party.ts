/** Calls or writes to a customer, with what is known of him. Loaded when it is first asked for. */
import { emit, fill } from '@ringback/ui';
import type { Reach } from './reach.ts';
import { reachPartyWords } from './reach-party.words.ts';

/** Rejects in words of somebody who has no number, or no address. */
export async function reachParty<T>(
  { element, backend, phone, locale }: Reach<T>,
  how: 'call' | 'write',
  who: { id: string; name: string },
): Promise<void> {
  const party = await backend?.parties?.get?.(who.id);
  const to = how === 'call' ? party?.phones[0] : party?.email;
  if (!to) throw new Error(fill(reachPartyWords[locale][how], { who: who.name }));
  if (how === 'call') {
    if (emit(element, 'ringback-number-dial', { number: to }, { cancelable: true })) await phone?.call(to);
  } else if (emit(element, 'ringback-letter-write', { to, partyId: who.id }, { cancelable: true }))
    location.assign(`mailto:${encodeURIComponent(to)}`);
}
