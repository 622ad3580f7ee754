/** What agents may read of calls. */
import { type Agent, type CallWithMatches, isLiveFor, type Settings } from '@ringback/model';
import type { Matcher } from '../crm/matcher.ts';
import type { CallRow, LegRow, Store } from '../store/contract.ts';
import { maySee, noSuchCall } from './changes.ts';
import type { Engine } from './engine.ts';

export interface ViewsOptions {
  engine: Engine;
  store: Store;
  matcher: Matcher;
  settings: () => Settings;
}

export function createViews({ engine, store, matcher, settings }: ViewsOptions) {
  return {
    async get(agent: Agent, callId: string): Promise<CallWithMatches> {
      const row = await store.calls.get(callId);
      if (!row || !maySee(agent, row, settings())) throw noSuchCall(callId);
      const { call } = row;
      if (call.state !== 'ended') return { call, matches: await engine.matchesOf(call) };
      if (call.direction === 'internal') return { call, matches: [] };
      return { call, matches: await matcher.match(call.number, callId) };
    },
    async liveCalls(agentId: string): Promise<CallWithMatches[]> {
      const rows = (await store.calls.live()).filter((row) => row.audience.includes(agentId));
      const mine: CallWithMatches[] = [];
      for (const row of rows) {
        if (!concerns(row, await store.legs.ofCall(row.call.id), agentId)) continue;
        mine.push({ call: row.call, matches: await engine.matchesOf(row.call) });
      }
      return mine;
    },
  };
}

/** The agent talks, dials, or is still rung and nobody else has taken it. */
function concerns({ call }: CallRow, legs: readonly LegRow[], agentId: string): boolean {
  if (!isLiveFor(call, agentId)) return false;
  if (call.agent?.id === agentId || call.participants) return true;
  return legs.some((leg) => leg.agentId === agentId && leg.state !== 'ended');
}
