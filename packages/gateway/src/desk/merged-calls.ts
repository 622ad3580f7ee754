/**
 * Calls of ours belong to a customer whichever system keeps him: when two become one they go along, and taking the merge back brings back
 * those that went, and no others.
 */
import type { Agent, Call, Party, PartyRef } from '@ringback/model';
import * as z from 'zod/mini';
import type { CallControl } from '../calls/contract.ts';
import type { Store, Tx } from '../store/contract.ts';
import type { DeskDeps } from './base.ts';

export interface MergedCallsDeps extends Pick<DeskDeps, 'store'> {
  /** What calls that go on become is decided where calls are led. */
  reassignCalls: CallControl['reassign'];
}

export interface MergedCalls {
  /** Of the one who was dropped to the one who was kept. */
  move(dropId: string, keep: Party, agent: Agent): Promise<void>;
  /** Those that were moved then and are still the kept one's. */
  moveBack(kept: Party, restored: Party, agent: Agent): Promise<void>;
}

const PAGE = 200;
/** What the trail keeps of a merge: `null` = it was taken back. */
const Moved = z.nullable(z.object({ intoId: z.string(), calls: z.array(z.string()) }));
const MERGE = 'party-merge';

export function createMergedCalls({ store, reassignCalls }: MergedCallsDeps): MergedCalls {
  /** A call that is over. */
  async function give(call: Call, fromId: string, to: Party, agent: Agent): Promise<boolean> {
    return store.transaction(async (tx) => {
      const row = await store.calls.get(call.id, tx);
      const old = row?.call.party;
      if (row?.call.state !== 'ended' || old?.id !== fromId) return false;
      const next = { ...row.call, party: refOf(to), version: row.call.version + 1 };
      await store.calls.update(tx, { ...row, call: next });
      const data = { call: next, matches: [] };
      await store.events.append(tx, { type: 'call.updated', data, audience: row.audience });
      await store.audit.append(tx, {
        ...{ actor: agent.id, entity: 'call', entityId: call.id, field: 'party', old, new: next.party },
      });
      return true;
    });
  }

  async function callsOf(partyId: string): Promise<Call[]> {
    const found: Call[] = [];
    let cursor: string | undefined;
    do {
      const { items, next } = await store.calls.list({ partyId, limit: PAGE, ...(cursor && { cursor }) });
      found.push(...items);
      cursor = next;
    } while (cursor !== undefined);
    return found;
  }

  /** Numbers that wait to be called back say whose they are. */
  async function giveMissed(tx: Tx, phones: readonly string[], fromId: string, to: Party): Promise<void> {
    for (const phone of phones) {
      const missed = await store.missed.pendingOf(phone, tx);
      if (missed?.party?.id !== fromId) continue;
      const next = { ...missed, party: refOf(to), version: missed.version + 1 };
      const { audience = [] } = (await store.calls.get(missed.callId, tx)) ?? {};
      await store.missed.update(tx, next);
      await store.events.append(tx, { type: 'missed.changed', data: { missed: next }, audience });
    }
  }

  return {
    async move(dropId, keep, agent) {
      const calls = await reassignCalls({ fromId: dropId, to: refOf(keep), actor: agent.id });
      for (const call of await callsOf(dropId))
        if (await give(call, dropId, keep, agent)) calls.push(call.id);
      await store.transaction(async (tx) => {
        await giveMissed(tx, keep.phones, dropId, keep);
        await remember(store, tx, { actor: agent.id, dropId, moved: { intoId: keep.id, calls } });
      });
    },
    async moveBack(kept, restored, agent) {
      const moved = await movedOf(store, restored.id, kept.id);
      await reassignCalls({ fromId: kept.id, to: refOf(restored), actor: agent.id, only: moved });
      for (const id of moved) {
        const row = await store.calls.get(id);
        if (row) await give(row.call, kept.id, restored, agent);
      }
      await store.transaction(async (tx) => {
        await giveMissed(tx, restored.phones, kept.id, restored);
        await remember(store, tx, { actor: agent.id, dropId: restored.id, moved: null });
      });
    },
  };
}

const remember = (
  store: Store,
  tx: Tx,
  { actor, dropId, moved }: { actor: string; dropId: string; moved: z.infer<typeof Moved> },
): Promise<void> =>
  store.audit.append(tx, { actor, entity: MERGE, entityId: dropId, field: 'calls', old: null, new: moved });

/** A merge that was broken off and asked for again has moved its calls in several goes. */
async function movedOf(store: Store, dropId: string, intoId: string): Promise<string[]> {
  const trail = await store.audit.ofEntity(MERGE, dropId);
  const merges = trail.map((entry) => Moved.parse(entry.new));
  const since = merges.slice(merges.lastIndexOf(null) + 1);
  return since.flatMap((moved) => (moved?.intoId === intoId ? moved.calls : []));
}

const refOf = ({ system, id, name, kind }: Party): PartyRef => ({ system, id, name, kind });
