/** Ways of calls in memory: those that the sample data tells, and none kept of any other call. */
import type { RoutingGroup } from '@ringback/model';
import { need, type FakeCrmKit } from './kit.ts';

export function createFakeRouting({ begin, calls, data }: FakeCrmKit): RoutingGroup {
  return {
    async ofCall(callId) {
      await begin('routing.ofCall', callId);
      return data.ways[need(calls(), callId).id] ?? { decisions: [], people: [] };
    },
  };
}
