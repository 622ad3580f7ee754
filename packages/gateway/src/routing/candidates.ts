/** Who may be rung now for a callback: all agents who take calls, are there, want calls, and do not talk. */
import { type Agent, may } from '@ringback/model';
import { notTaken, type People } from './people.ts';

export interface Candidates {
  /** Every agent whose role takes calls. */
  group: readonly Agent[];
  /** Those of the group who can be rung now. */
  free: readonly Agent[];
  /** Those who are there, and talk. */
  busy: readonly Agent[];
}

export function chooseCandidates(people: People, at: Date): Candidates {
  const group = [...people.values()].filter(({ agent }) => may(agent, 'calls.dial'));
  // A callback rings phones that show it: no mobile does.
  const found = group.map((person) => ({ person, why: person.online ? notTaken(person, at) : 'offline' }));
  // Whoever only rings is free: he may choose.
  const free = found.filter(({ why }) => why === undefined || why === 'ringing');
  const busy = found.filter(({ why }) => why === 'busy');
  const agents = (of: typeof found) => of.map(({ person }) => person.agent);
  return { group: agents(found), free: agents(free), busy: agents(busy) };
}

/** Those of them whose it is: of a department, or of a group. */
export function among({ group, free, busy }: Candidates, belongs: (agent: Agent) => boolean): Candidates {
  return { group: group.filter(belongs), free: free.filter(belongs), busy: busy.filter(belongs) };
}
