/** Missed calls belong to somebody: claimed by one, called back, or dismissed with a reason. */
import {
  type Agent,
  CLAIM_MINUTES,
  type MissedCall,
  type MissedCounts,
  type MissedPage,
  type MissedQuery,
  RingbackError,
} from '@ringback/model';
import { isHidden } from '../routing/plan.ts';
import type { Store, Tx } from '../store/contract.ts';

export interface MissedCalls {
  list(agent: Agent, query: MissedQuery): Promise<MissedPage>;
  counts(agent: Agent): Promise<MissedCounts>;
  /** `conflict`, with who has it, while another's claim holds. */
  claim(agent: Agent, id: string): Promise<MissedCall>;
  /** Gives it back; a head may give back what his people have claimed. */
  release(agent: Agent, id: string): Promise<MissedCall>;
  dismiss(agent: Agent, id: string, reason: string): Promise<MissedCall>;
  /** The agent dials this number: a pending missed call is his now, or `conflict` where a colleague is calling back. */
  dialling(agent: Agent, number: string): Promise<void>;
}

export interface MissedCallsOptions {
  store: Store;
  /** Whose calls this agent may see; undefined = everybody's. */
  scopeOf: (agent: Agent) => readonly string[] | undefined;
  now: () => Date;
}

/** More than this on one list is not counted further: the number itself says enough. */
const MOST_COUNTED = 200;

export function createMissedCalls({ store, scopeOf, now }: MissedCallsOptions): MissedCalls {
  const seen = (missed: MissedCall): MissedCall => (hasLapsed(missed, now()) ? unclaimed(missed) : missed);
  const scoped = (agent: Agent) => {
    const agentIds = scopeOf(agent);
    return agentIds ? { agentIds } : {};
  };

  async function change(
    agent: Agent,
    id: string,
    to: (before: MissedCall) => Partial<MissedCall> | undefined,
  ): Promise<MissedCall> {
    const audience = await audienceOf(agent, id);
    return store.transaction(async (tx) => {
      const stored = await store.missed.get(id, tx);
      if (!stored) throw noSuch();
      const before = seen(stored);
      if (before.state !== 'open' && before.state !== 'claimed') throw settled(before);
      const fields = to(before);
      if (!fields) return before;
      const next = { ...before, ...fields, version: stored.version + 1 };
      await write(tx, { agent, before: stored, next, audience });
      return next;
    }, 'full');
  }

  async function audienceOf(agent: Agent, id: string): Promise<readonly string[]> {
    const missed = await store.missed.get(id);
    const row = missed && (await store.calls.get(missed.callId));
    const scope = scopeOf(agent);
    if (!row || (scope && !row.audience.some((one) => scope.includes(one)))) throw noSuch();
    return row.audience;
  }

  interface Change {
    agent: Agent;
    before: MissedCall;
    next: MissedCall;
    audience: readonly string[];
  }

  async function write(tx: Tx, { agent, before, next, audience }: Change): Promise<void> {
    await store.missed.update(tx, next);
    for (const field of ['state', 'claimedBy', 'reason'] as const) {
      if (JSON.stringify(before[field]) === JSON.stringify(next[field])) continue;
      const entry = { actor: agent.id, entity: 'missed', entityId: next.id, field };
      await store.audit.append(tx, { ...entry, old: before[field], new: next[field] });
    }
    await store.events.append(tx, {
      type: 'missed.changed',
      data: { missed: next },
      audience: [...new Set([...audience, agent.id])],
    });
  }

  function claimedNow(agent: Agent): Partial<MissedCall> {
    const claimedUntil = new Date(now().getTime() + CLAIM_MINUTES * 60_000).toISOString();
    return { state: 'claimed', claimedBy: { id: agent.id, name: agent.name }, claimedUntil };
  }

  function refuseTaken(agent: Agent, { claimedBy, claimedUntil }: MissedCall): void {
    if (!claimedBy || claimedBy.id === agent.id) return;
    throw new RingbackError('conflict', `${claimedBy.name} is calling this customer back.`, {
      hint: `It is free again at ${claimedUntil ?? 'any time'}, or when ${claimedBy.name} gives it back.`,
      fields: { claimedBy: claimedBy.id },
    });
  }

  return {
    async list(agent, query) {
      const page = await store.missed.list({ ...query, ...scoped(agent) });
      return { ...page, items: page.items.map(seen) };
    },
    async counts(agent) {
      const { items } = await store.missed.list({ limit: MOST_COUNTED, ...scoped(agent) });
      const found = items.map(seen);
      const mine = found.filter(({ claimedBy }) => claimedBy?.id === agent.id).length;
      const open = found.filter(({ state }) => state === 'open').length;
      return { open, mine, others: found.length - open - mine };
    },
    claim: (agent, id) =>
      change(agent, id, (before) => {
        refuseTaken(agent, before);
        if (!isHidden(before.number)) return claimedNow(agent);
        throw new RingbackError('invalid', 'The caller has hidden his number: he cannot be called back.', {
          hint: 'Dismiss the call with a reason.',
        });
      }),
    release: (agent, id) =>
      change(agent, id, (before) => {
        if (before.state === 'open') return undefined;
        if (agent.role === 'employee') refuseTaken(agent, before);
        return { state: 'open', claimedBy: undefined, claimedUntil: undefined };
      }),
    dismiss: (agent, id, reason) =>
      change(agent, id, (before) => {
        refuseTaken(agent, before);
        const resolvedBy = { id: agent.id, name: agent.name };
        return {
          state: 'dismissed',
          reason,
          resolvedBy,
          resolvedAt: now().toISOString(),
          claimedUntil: undefined,
        };
      }),
    async dialling(agent, number) {
      if (isHidden(number)) return;
      await store.transaction(async (tx) => {
        const stored = await store.missed.pendingOf(number, tx);
        if (!stored) return;
        const before = seen(stored);
        refuseTaken(agent, before);
        const row = await store.calls.get(stored.callId, tx);
        const next = { ...before, ...claimedNow(agent), version: stored.version + 1 };
        await write(tx, { agent, before: stored, next, audience: row?.audience ?? [] });
      });
    },
  };
}

function hasLapsed({ state, claimedUntil }: MissedCall, at: Date): boolean {
  return state === 'claimed' && claimedUntil !== undefined && Date.parse(claimedUntil) <= at.getTime();
}

function unclaimed(missed: MissedCall): MissedCall {
  const { claimedBy: _by, claimedUntil: _until, ...rest } = missed;
  return { ...rest, state: 'open' };
}

function noSuch(): RingbackError {
  return new RingbackError('not-found', 'There is no such missed call, or it is not for you.');
}

function settled({ state, resolvedBy }: MissedCall): RingbackError {
  const who = resolvedBy ? ` by ${resolvedBy.name}` : '';
  const how = state === 'dismissed' ? 'dismissed' : 'called back';
  return new RingbackError('conflict', `This customer has already been ${how}${who}.`, {
    hint: 'Nothing is left to be done.',
  });
}
