/** Who may be rung now: all agents who take calls, are there, and do not talk. */
import { type Agent, may } from '@ringback/model';
import type { Store } from '../store/contract.ts';

export interface Candidates {
  /** Every agent whose role takes calls. */
  group: readonly Agent[];
  /** Those of the group who can be rung now. */
  free: readonly Agent[];
  /** Somebody of the group is there, and all who are there are talking. */
  allBusy: boolean;
}

export function chooseCandidates(
  agents: readonly Agent[],
  online: ReadonlySet<string>,
  busy: ReadonlySet<string>,
): Candidates {
  const group = agents.filter((agent) => may(agent.role, 'calls.dial'));
  const there = group.filter((agent) => online.has(agent.extension));
  const free = there.filter((agent) => !busy.has(agent.id));
  return { group, free, allBusy: there.length > 0 && free.length === 0 };
}

/** Agents who talk, or are dialling. Whoever only rings is free: he may choose. */
export async function busyAgents(store: Pick<Store, 'calls' | 'legs'>): Promise<Set<string>> {
  const busy = new Set<string>();
  for (const { call } of await store.calls.live()) {
    if (call.agent) busy.add(call.agent.id);
    for (const leg of await store.legs.ofCall(call.id)) {
      if (leg.state === 'answered' && leg.agentId !== undefined) busy.add(leg.agentId);
    }
  }
  return busy;
}
