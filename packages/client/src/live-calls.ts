/** Live calls as snapshot and events tell them; the later of two copies is the one with the larger version. */
import { type CallWithMatches, isLiveFor, type RingbackEvent } from '@ringback/model';

export type LiveCalls = readonly CallWithMatches[];

export function applyEvent(live: LiveCalls, event: RingbackEvent, agentId: string | undefined): LiveCalls {
  if (!event.type.startsWith('call.')) return live;
  const item = event.data as CallWithMatches;
  const known = live.find(({ call }) => call.id === item.call.id);
  if (known && known.call.version >= item.call.version) return live;
  if (!isLiveFor(item.call, agentId)) return known ? live.filter((other) => other !== known) : live;
  return known ? live.map((other) => (other === known ? item : other)) : [...live, item];
}
