/** An agent whose phone could not be reached is rung after all when it comes back while the call still rings: his page was reloaded. */
import type { Settings } from '@ringback/model';
import type { Store } from '../store/contract.ts';
import type { Circumstances } from './decide.ts';
import type { Draft } from './draft.ts';
import type { Engine } from './engine.ts';
import { ringPerson } from './ring.ts';

/** A phone that can ring no longer than this is not worth ringing, in seconds. */
const SHORTEST_RING_SECONDS = 3;

export function ringAgain(draft: Draft, agentId: string, circumstances: Circumstances): void {
  const { call } = draft;
  const agent = circumstances.agents.get(agentId);
  const own = draft.legs.filter((leg) => leg.role === 'agent' && leg.agentId === agentId);
  const last = own.at(-1);
  if (!agent || call.state !== 'ringing' || call.agent || own.some(({ state }) => state !== 'ended')) return;
  if (last?.cause !== 'unreachable' && last?.cause !== 'failed') return;
  const seconds = secondsLeft(draft, circumstances.settings);
  if (seconds < SHORTEST_RING_SECONDS) return;
  const name = call.party?.name ?? call.claimedName;
  const caller = { number: call.number, name };
  ringPerson(draft, { kind: 'agent', agent }, { role: 'agent', seconds, caller }, circumstances);
}

function secondsLeft({ call, now }: Draft, { ringSeconds }: Settings): number {
  return ringSeconds - (now.getTime() - Date.parse(call.startedAt)) / 1000;
}

export function createRingAgain(engine: Engine, store: Store) {
  return (extension: string): Promise<void> =>
    engine.lanes.run(`device:${extension}`, async () => {
      const agent = await store.agents.byExtension(extension);
      if (!agent) return;
      const ringing = (await store.calls.live()).filter(({ call }) => call.state === 'ringing');
      for (const { call, audience } of ringing) {
        if (audience.includes(agent.id))
          void engine.happen(call.id, { type: 'device.back', agentId: agent.id });
      }
    });
}
