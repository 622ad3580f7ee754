/**
 * Who talks and whose phone rings, of all calls of this gateway. Kept in memory and changed in the same breath as a decision is made,
 * so that two calls which are decided at the same time do not both take the same agent for free.
 */
import type { Call } from '@ringback/model';
import type { LegRow } from '../store/contract.ts';

export interface Occupancy {
  /** What a decision has made of the call. */
  note(call: Pick<Call, 'id' | 'state' | 'agent'>, legs: readonly Pick<LegRow, 'agentId' | 'state'>[]): void;
  /** Agents who talk or are dialling; whoever only rings is free to choose. */
  busy(): Set<string>;
  /** Agents whose phone rings for another call than this one. */
  ringing(exceptCallId?: string): Set<string>;
  /** Told when somebody talks or rings no more. */
  onFreed(listener: () => void): () => void;
  /** Another node knows it from now on. */
  clear(): void;
}

interface Held {
  busy: ReadonlySet<string>;
  ringing: ReadonlySet<string>;
}

export function createOccupancy(): Occupancy {
  const calls = new Map<string, Held>();
  const listeners = new Set<() => void>();

  const union = (of: (held: Held) => ReadonlySet<string>, exceptCallId?: string) => {
    const all = new Set<string>();
    for (const [callId, held] of calls) if (callId !== exceptCallId) for (const id of of(held)) all.add(id);
    return all;
  };

  return {
    note(call, legs) {
      const before = calls.get(call.id);
      const after = heldBy(call, legs);
      if (call.state === 'ended') calls.delete(call.id);
      else calls.set(call.id, after);
      const freed = [...(before?.busy ?? []), ...(before?.ringing ?? [])].some(
        (id) => !after.busy.has(id) && !after.ringing.has(id),
      );
      if (freed) listeners.forEach((listener) => listener());
    },
    busy: () => union((held) => held.busy),
    ringing: (exceptCallId) => union((held) => held.ringing, exceptCallId),
    onFreed(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear: () => calls.clear(),
  };
}

function heldBy(
  { state, agent }: Pick<Call, 'state' | 'agent'>,
  legs: readonly Pick<LegRow, 'agentId' | 'state'>[],
): Held {
  if (state === 'ended') return { busy: new Set(), ringing: new Set() };
  const of = (wanted: LegRow['state']) =>
    legs
      .filter((leg) => leg.state === wanted)
      .flatMap(({ agentId }) => (agentId === undefined ? [] : [agentId]));
  return {
    busy: new Set([...of('answered'), ...(agent ? [agent.id] : [])]),
    ringing: new Set(of('ringing')),
  };
}
