/** Whoever was put out at /admin is out at the PBX too: his phone is forgotten, and his call ends. Done by the node that controls it. */
import type { AdapterLog, Pbx, PbxEvent } from '@ringback/adapters';
import { RingbackError } from '@ringback/model';
import { systemTimers, type Timers } from '../calls/timers.ts';
import { watchEvents } from '../routing/watch-events.ts';
import type { PendingRevocation, Store } from '../store/contract.ts';

/** How long after a failure it is tried again, in ms. */
export const REVOKE_AGAIN_MS = 30_000;

type RevocablePbx = Pick<Pbx, 'events' | 'devices' | 'hangup'>;

export interface Revocations {
  /** What is left from before is done as soon as the PBX is there. Returns the way to stop. */
  watch(pbx: RevocablePbx): () => void;
}

export interface RevocationsOptions {
  store: Pick<Store, 'revocations' | 'events' | 'agents' | 'legs'>;
  log: AdapterLog;
  timers?: Timers;
}

export function createRevocations({ store, log, timers = systemTimers }: RevocationsOptions): Revocations {
  /** Whoever may come in again keeps what he has begun since. */
  async function endCalls(pbx: RevocablePbx, { agentId, lastLeg }: PendingRevocation): Promise<void> {
    const isIn = (await store.agents.get(agentId)) !== undefined;
    for (const legId of await store.legs.living(agentId, isIn ? lastLeg : undefined))
      await pbx.hangup?.leg(legId, 'normal');
  }

  async function revoke(pbx: RevocablePbx, row: PendingRevocation): Promise<void> {
    try {
      await pbx.devices?.revokeCredentials(row.endpoint);
    } finally {
      await endCalls(pbx, row);
    }
    await store.revocations.remove(row);
    log.info({ agentId: row.agentId }, 'the PBX has forgotten the phone of somebody who is out');
  }

  function failed(error: unknown): void {
    const gone = error instanceof RingbackError && error.code === 'unavailable';
    log[gone ? 'warn' : 'error']({ err: error }, 'the phone of somebody who is out could not be revoked yet');
  }

  return {
    watch(pbx) {
      let up = false;
      let working: Promise<void> = Promise.resolve();
      let callOff = () => {};

      /** One that fails holds up no other, and is tried again after a while, or when the PBX is back. */
      async function work(): Promise<void> {
        let left = false;
        const later = (error: unknown) => {
          failed(error);
          left = true;
        };
        const rows = up ? await store.revocations.list().catch((error: unknown) => (later(error), [])) : [];
        for (const row of rows) if (up) await revoke(pbx, row).catch(later);
        callOff();
        if (left && up) callOff = timers.after(REVOKE_AGAIN_MS, look);
      }
      const look = (): void => void (working = working.then(work));

      const stops = [
        pbx.events.follow((event: PbxEvent) => {
          if (event.type !== 'connection.changed') return;
          up = event.up;
          if (up) look();
        }),
        watchEvents(store, (type) => type === 'access.changed', look),
      ];
      return () => {
        up = false;
        callOff();
        stops.forEach((stop) => stop());
      };
    },
  };
}
