/** What is common to calls that ring several agents at once: inbound calls and callbacks. */
import type { Agent, EndReason } from '@ringback/model';
import type { LegEndCause } from '@ringback/adapters';
import type { LegRow } from '../store/contract.ts';
import type { Draft } from './draft.ts';

export interface RingAgents {
  agents: readonly Agent[];
  newId: () => string;
  /** Whom the phones show. */
  caller: { number: string; name: string | undefined };
  timeoutSeconds: number;
}

/** One leg for each agent, all at once. */
export function ringAgents(draft: Draft, input: RingAgents): void {
  const { number, name } = input.caller;
  for (const agent of input.agents) {
    const legId = input.newId();
    draft.addLeg({ legId, role: 'agent', agentId: agent.id });
    draft.command({
      do: 'originate',
      input: {
        legId,
        to: { kind: 'device', endpoint: agent.extension },
        caller: name === undefined ? { number } : { number, name },
        callId: draft.call.id,
        timeoutSeconds: input.timeoutSeconds,
      },
    });
  }
}

/** The first who answers gets the call; the others are told that somebody else has it. A number of the world is nobody's phone. */
export function takeCall(draft: Draft, leg: LegRow, agent: Agent | undefined): void {
  draft.legAnswered(leg.legId);
  draft.to('connecting', agent ? { agent: { id: agent.id, name: agent.name } } : {});
  draft.hangUpLegs('answered-elsewhere', { role: 'agent', except: leg.legId });
}

/** Whether anybody can still answer. */
export function stillRings(draft: Draft): boolean {
  return draft.legs.some((leg) => leg.role === 'agent' && leg.state !== 'ended');
}

/** How a call ended that no agent took: `missed`, unless all of them said the same. */
export function whyNobodyAnswered(draft: Draft): { reason: EndReason; cause: LegEndCause } {
  const causes = draft.legs.filter((leg) => leg.role === 'agent').map((leg) => leg.cause);
  if (causes.length > 0 && causes.every((cause) => cause === 'rejected'))
    return { reason: 'rejected', cause: 'rejected' };
  if (causes.length > 0 && causes.every((cause) => cause === 'busy'))
    return { reason: 'busy', cause: 'busy' };
  return { reason: 'missed', cause: 'no-answer' };
}
