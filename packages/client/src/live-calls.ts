/** Live calls as snapshot and events tell them; the later of two copies is the one with the larger version. */
import type { CallWithMatches, RingbackEvent } from '@ringback/model';

export type LiveCalls = readonly CallWithMatches[];

export function applyEvent(live: LiveCalls, event: RingbackEvent, agentId: string | undefined): LiveCalls {
  if (!event.type.startsWith('call.')) return live;
  const item = event.data as CallWithMatches;
  const known = live.find(({ call }) => call.id === item.call.id);
  if (known && known.call.version >= item.call.version) return live;
  if (item.call.state === 'ended' || isColleagues(item, agentId))
    return known ? live.filter((other) => other !== known) : live;
  return known ? live.map((other) => (other === known ? item : other)) : [...live, item];
}

/** As in `GET /session`: a call that another agent has taken is no longer this agent's; an internal one is of both. */
function isColleagues({ call }: CallWithMatches, agentId: string | undefined): boolean {
  return call.agent !== undefined && call.agent.id !== agentId && call.direction !== 'internal';
}
