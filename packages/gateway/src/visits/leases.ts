/** Numbers that are lent: each to one visitor at a time, for as long as his page asks for it. */
import type { Lease, Store, Tx } from '../store/contract.ts';

export const LEASE_OUTCOMES = ['leased', 'renewed', 'exhausted'] as const;
export type LeaseOutcome = (typeof LEASE_OUTCOMES)[number];

export interface Wanted {
  visitId: string;
  pool: readonly string[];
  seconds: number;
  at: Date;
}

/**
 * His number again, or the one that has been nobody's for the longest time: who calls it late is then most likely the one who had it.
 * In a transaction, so that no two get the same.
 */
export async function lease(
  visits: Store['visits'],
  tx: Tx,
  { visitId, pool, seconds, at }: Wanted,
): Promise<{ lease?: Lease; outcome: LeaseOutcome }> {
  const now = at.toISOString();
  const lent = new Map((await visits.leases(pool, tx)).map((one) => [one.number, one]));
  const own = [...lent.values()].find((one) => one.visitId === visitId);
  const until = new Date(at.getTime() + seconds * 1000).toISOString();
  if (own) {
    const live = own.until > now;
    const renewed = { ...own, since: live ? own.since : now, until };
    await visits.putLease(tx, renewed);
    return { lease: renewed, outcome: live ? 'renewed' : 'leased' };
  }
  const endOf = (number: string) => lent.get(number)?.until ?? '';
  const [number] = pool
    .filter((one) => endOf(one) <= now)
    .sort((a, b) => (endOf(a) < endOf(b) ? -1 : endOf(a) > endOf(b) ? 1 : 0));
  if (number === undefined) return { outcome: 'exhausted' };
  const fresh = { number, visitId, since: now, until };
  await visits.putLease(tx, fresh);
  return { lease: fresh, outcome: 'leased' };
}
