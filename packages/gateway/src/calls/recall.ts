/** What an earlier run of the gateway left behind, before the PBX is asked. */
import type { CallbackDesk } from '../callbacks/desk.ts';
import type { Occupancy } from '../routing/occupancy.ts';
import type { Store } from '../store/contract.ts';
import type { Dialling } from './dialling.ts';
import type { Engine } from './engine.ts';

export interface RecallOptions {
  engine: Engine;
  store: Store;
  occupancy: Occupancy;
  dialling: Dialling;
  desk: CallbackDesk;
}

export function createRecall({
  engine,
  store,
  occupancy,
  dialling,
  desk,
}: RecallOptions): () => Promise<void> {
  async function recall(): Promise<void> {
    for (const { call } of await store.calls.live()) {
      const legs = await store.legs.ofCall(call.id);
      occupancy.note(call, legs);
      engine.watchRoute({ call, route: await store.routes.get(call.id) });
      for (const leg of legs) if (leg.state !== 'ended') engine.callOfLeg.set(leg.legId, call.id);
      if (legs.length === 0 && call.direction !== 'in' && !call.callback) dialling.expect(call);
    }
    for (const agent of await store.agents.list()) {
      for (const { callId } of await store.dialogs.ofAgent(agent.id)) await dropEndedDialog(callId);
    }
    await desk.watch();
  }

  /** The gateway may have died between the end of a call and this. */
  async function dropEndedDialog(callId: string): Promise<void> {
    const row = await store.calls.get(callId);
    if (!row || row.call.state === 'ended') await store.dialogs.remove(callId);
  }

  return recall;
}
