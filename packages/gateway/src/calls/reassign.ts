/** Two customers were made one, or two again: calls that go on are told whose they are now, whoever talks and whoever has merged. */
import type { PartyRef } from '@ringback/model';
import type { Matcher } from '../crm/matcher.ts';
import type { Store } from '../store/contract.ts';
import { Draft } from './draft.ts';
import type { Engine } from './engine.ts';
import { persist } from './persist.ts';

export interface ReassignOptions {
  engine: Engine;
  store: Store;
  matcher: Matcher;
  now: () => Date;
}

export interface Reassignment {
  fromId: string;
  to: PartyRef;
  /** Id of the agent who did it. */
  actor: string;
  /** Ids of the calls that may become the other one's; all when absent. */
  only?: readonly string[];
}

export function createReassign({ engine, store, matcher, now }: ReassignOptions) {
  async function one(callId: string, { fromId, to, actor, only }: Reassignment): Promise<boolean> {
    const facts = await engine.load(callId);
    if (!facts) return false;
    const { call } = facts.row;
    const moves = call.party?.id === fromId && (only?.includes(callId) ?? true);
    const mayBe = (await engine.matchesOf(call)).some(({ party }) => party.id === fromId);
    if (!moves && !mayBe) return false;
    engine.forgetMatches(callId);
    const matches = await engine.matchesOf(call);
    const draft = new Draft(facts, now());
    draft.change(moves ? { party: to } : {});
    await store.transaction(async (tx) => {
      await persist(store, tx, draft, matches);
      if (!moves) return;
      const about = { actor, entity: 'call', entityId: callId, field: 'party' };
      await store.audit.append(tx, { ...about, old: call.party, new: to });
    });
    return moves;
  }

  /** Answers the ids of the calls that have become the other one's. Who may be behind a number is asked anew. */
  return async (change: Reassignment): Promise<string[]> => {
    matcher.forget();
    const moved: string[] = [];
    for (const { call } of await store.calls.live())
      if (await engine.lanes.run(call.id, () => one(call.id, change))) moved.push(call.id);
    return moved;
  };
}
