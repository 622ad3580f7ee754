/** Where one of ours can be rung by a colleague, for a call of his own or one that is given to him. */
import type { Agent, Call } from '@ringback/model';
import type { RoutingFacts } from '../routing/facts.ts';
import { type Phone, reachOf } from '../routing/people.ts';
import type { Destination } from './destination.ts';

/** A destination, and where the colleague is rung whose it is. */
export type Reached = Destination & { phone: Phone | undefined };

export interface ReachOptions {
  isThere: (extension: string) => Promise<boolean>;
  routing: Pick<RoutingFacts, 'read'>;
  now: () => Date;
}

/** `call`: the one that is to be given to him; his own mobile may be where it comes from. */
export type Reach = (agent: Agent, call?: Call) => Promise<Phone | undefined>;

export function createReach({ isThere, routing, now }: ReachOptions): Reach {
  return async (agent, call) => {
    // Also asks the PBX, which may know of a phone that we have not heard of.
    if (await isThere(agent.extension)) return { kind: 'agent', agent };
    return reachOf((await routing.read())(call).people.get(agent.id), now());
  };
}
