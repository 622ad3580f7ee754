/** `Backend.missed` in memory: claimed by one, as a gateway does it. */
import { type Agent, CLAIM_MINUTES, type MissedCall, type MissedGroup, RingbackError } from '@ringback/model';

type MissedRequest = `missed.${keyof MissedGroup}`;

export interface FakeMissedOptions {
  all: readonly MissedCall[];
  me: () => Agent;
  begin: (request: MissedRequest, ...args: unknown[]) => Promise<void>;
  changed: (missed: MissedCall) => void;
  now: () => number;
}

export function createFakeMissed({ all, me, begin, changed, now }: FakeMissedOptions): MissedGroup {
  const missed = new Map(all.map((one) => [one.id, one]));
  const pending = () => [...missed.values()].filter(({ state }) => state === 'open' || state === 'claimed');
  const mine = ({ claimedBy }: MissedCall) => claimedBy?.id === me().id;

  function change(id: string, fields: Partial<MissedCall>): MissedCall {
    const before = missed.get(id);
    if (!before) throw new RingbackError('not-found', 'There is no such missed call.');
    if (before.claimedBy && !mine(before))
      throw new RingbackError('conflict', `${before.claimedBy.name} is calling this customer back.`);
    const { claimedBy: _by, claimedUntil: _until, ...rest } = before;
    const next: MissedCall = { ...rest, ...fields, version: before.version + 1 };
    missed.set(id, next);
    changed(next);
    return next;
  }

  return {
    async list(query = {}) {
      await begin('missed.list', query);
      const found = query.state
        ? [...missed.values()].filter(({ state }) => state === query.state)
        : pending();
      return { items: found.sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1)) };
    },
    async counts() {
      await begin('missed.counts');
      const open = pending().filter(({ state }) => state === 'open').length;
      const own = pending().filter(mine).length;
      return { open, mine: own, others: pending().length - open - own };
    },
    async claim(id) {
      await begin('missed.claim', id);
      const claimedUntil = new Date(now() + CLAIM_MINUTES * 60_000).toISOString();
      return change(id, { state: 'claimed', claimedBy: { id: me().id, name: me().name }, claimedUntil });
    },
    async release(id) {
      await begin('missed.release', id);
      return change(id, { state: 'open' });
    },
    async dismiss(id, reason) {
      await begin('missed.dismiss', id, reason);
      const resolvedBy = { id: me().id, name: me().name };
      return change(id, {
        state: 'dismissed',
        reason,
        resolvedBy,
        resolvedAt: new Date(now()).toISOString(),
      });
    },
  };
}
