/** Whoever was put out at /admin is out at the PBX too: his phone is forgotten, and his call ends. Done by the node that controls it. */
import type { AdapterLog, Pbx, PbxEvent } from '@ringback/adapters';
import { RingbackError } from '@ringback/model';
import { watchEvents } from '../routing/watch-events.ts';
import type { Store } from '../store/contract.ts';

type RevocablePbx = Pick<Pbx, 'events' | 'devices' | 'hangup'>;

export interface Revocations {
  /** What is left from before is done as soon as the PBX is there. Returns the way to stop. */
  watch(pbx: RevocablePbx): () => void;
}

export interface RevocationsOptions {
  store: Pick<Store, 'revocations' | 'events' | 'calls' | 'legs'>;
  log: AdapterLog;
}

export function createRevocations({ store, log }: RevocationsOptions): Revocations {
  async function endCalls(pbx: RevocablePbx, agentId: string): Promise<void> {
    for (const { call } of await store.calls.live()) {
      const his = (await store.legs.ofCall(call.id)).filter(
        (leg) => leg.agentId === agentId && leg.state !== 'ended',
      );
      for (const { legId } of his) await pbx.hangup?.leg(legId, 'normal');
    }
  }

  return {
    watch(pbx) {
      let up = false;
      let working: Promise<void> = Promise.resolve();

      async function work(): Promise<void> {
        for (const row of up ? await store.revocations.list() : []) {
          await pbx.devices?.revokeCredentials(row.endpoint);
          await endCalls(pbx, row.agentId);
          await store.revocations.remove(row);
          log.info({ agentId: row.agentId }, 'the PBX has forgotten the phone of somebody who is out');
        }
      }

      /** A PBX that cannot be reached is told when it is back. */
      const failed = (error: unknown) => {
        const gone = error instanceof RingbackError && error.code === 'unavailable';
        log[gone ? 'warn' : 'error'](
          { err: error },
          'the phone of somebody who is out could not be revoked yet',
        );
      };
      const look = (): void => void (working = working.then(work).catch(failed));

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
        stops.forEach((stop) => stop());
      };
    },
  };
}
