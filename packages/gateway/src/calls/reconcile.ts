/** After a start, and whenever the PBX is back: stored live calls and the legs of the PBX are brought together. */
import type { AdapterLog, PbxSnapshot } from '@ringback/adapters';
import type { CallbackDesk } from '../callbacks/desk.ts';
import type { Presence } from '../routing/presence.ts';
import type { Store } from '../store/contract.ts';
import { type CallPbx, COMMAND_DEADLINE_MS } from './commands.ts';
import type { Engine } from './engine.ts';
import { catchUp } from './lost-and-found.ts';
import { type Timers, type TimerSet, withDeadline } from './timers.ts';

/** How long a leg may be unknown before it is hung up, in ms: its `leg.offered` may be on its way. */
export const ORPHAN_GRACE_MS = 2_000;

export interface ReconcileOptions {
  engine: Engine;
  store: Store;
  pbx: CallPbx;
  presence: Presence;
  desk: CallbackDesk;
  timers: TimerSet;
  clock: Timers;
  log: AdapterLog;
}

/** Waits for all that runs, and holds back what comes meanwhile, so that the snapshot is the truth while it is used. */
export function createReconcile(options: ReconcileOptions): () => Promise<void> {
  const { engine, store, pbx, presence, desk, timers, clock, log } = options;

  async function one(callId: string, snapshot: PbxSnapshot): Promise<void> {
    const legs = new Map(snapshot.legs.map((leg) => [leg.legId, leg]));
    const isOurs = (legId: string) => engine.callOfLeg.has(legId);
    try {
      await engine.decideNow(callId, (draft, circumstances) => {
        if (draft.callback?.callback.state === 'requested') return;
        catchUp(draft, { legs, isOurs }, circumstances);
      });
    } catch (error) {
      log.error({ err: error, callId }, 'a call could not be reconciled');
    }
  }

  /** A leg of a call that another run of the gateway ended, and could not hang up any more. */
  async function forgetLeftOver(snapshot: PbxSnapshot): Promise<void> {
    for (const { legId } of snapshot.legs) {
      const leg = await store.legs.get(legId);
      const row = leg && (await store.calls.get(leg.callId));
      if (row?.call.state === 'ended') engine.callOfLeg.delete(legId);
    }
  }

  function hangUpOrphans(snapshot: PbxSnapshot): void {
    const unknown = snapshot.legs.map((leg) => leg.legId).filter((legId) => !engine.callOfLeg.has(legId));
    if (unknown.length === 0) return;
    timers.set('orphans', ORPHAN_GRACE_MS, () => {
      for (const legId of unknown.filter((id) => !engine.callOfLeg.has(id))) {
        log.info({ legId }, 'a leg that belongs to no call is hung up');
        pbx.hangup
          .leg(legId, 'failed')
          .catch((error: unknown) => log.warn({ err: error, legId }, 'an unknown leg stays'));
      }
    });
  }

  return () =>
    engine.lanes.exclusive(async () => {
      let snapshot: PbxSnapshot | undefined;
      await presence.renew(async () => {
        snapshot = await withDeadline(clock, COMMAND_DEADLINE_MS, pbx.snapshot());
        return snapshot.onlineDevices;
      });
      if (!snapshot) return;
      for (const { call } of await store.calls.live()) await one(call.id, snapshot);
      await desk.resume();
      await forgetLeftOver(snapshot);
      hangUpOrphans(snapshot);
    });
}
