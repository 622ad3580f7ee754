/** Call control: everything that happens to calls and callbacks. Assembly only. */
import type { AdapterLog, Crm, Pbx, PbxEvent } from '@ringback/adapters';
import type { Settings } from '@ringback/model';
import { createCallbackDesk } from '../callbacks/desk.ts';
import { createMatcher } from '../crm/matcher.ts';
import { watchParties } from '../crm/watch-parties.ts';
import { busyAgents, chooseCandidates } from '../routing/candidates.ts';
import { createPresence } from '../routing/presence.ts';
import type { Store } from '../store/contract.ts';
import { createChanges } from './changes.ts';
import { createPerform, requireCallPbx } from './commands.ts';
import type { CallControl } from './contract.ts';
import { createDialling, type DeviceOffer } from './dialling.ts';
import { createEngine } from './engine.ts';
import { createInbound, type TrunkOffer } from './inbound.ts';
import { createReconcile } from './reconcile.ts';
import { createTimerSet, systemTimers, type Timers } from './timers.ts';
import { createViews } from './views.ts';

export type { CallControl } from './contract.ts';
export type { Timers } from './timers.ts';

export interface CallControlOptions {
  store: Store;
  /** Started and stopped by call control. */
  pbx: Pbx;
  crm: Crm;
  settings: () => Settings;
  now: () => Date;
  /** At most 60 characters of [\w-]. */
  newId: () => string;
  log: AdapterLog;
  timers?: Timers;
}

/** How long to wait before a reconciliation that failed is tried again, in ms. */
export const RECONCILE_RETRY_MS = 1_000;

export interface RunningCallControl extends CallControl {
  /** Resolves when all that was begun is done. */
  idle(): Promise<void>;
}

export function createCallControl(options: CallControlOptions): RunningCallControl {
  const { store, crm, settings, now, newId, log } = options;
  const pbx = requireCallPbx(options.pbx);
  const clock = options.timers ?? systemTimers;
  const timers = createTimerSet(clock);
  const presence = createPresence();
  /** `up`: connected, and what was stored has been compared with what is there. */
  const connection = { connected: false, up: false };
  const pbxUp = () => connection.up;
  const candidates = async () =>
    chooseCandidates(await store.agents.list(), presence.online, await busyAgents(store));

  const failed = (error: unknown) => log.warn({ err: error }, 'the CRM did not say who is calling');
  const matcher = createMatcher({ crm, store, now, timers: clock, failed });
  const perform = createPerform(pbx, clock, log);
  const engine = createEngine({ store, perform, crm, matcher, settings, now, newId, log, timers, pbxUp });
  const common = { engine, store, matcher, candidates, settings, now, newId, log, timers, pbxUp };
  const desk = createCallbackDesk(common);
  const dialling = createDialling({ ...common, pbx });
  const inbound = createInbound(common);
  const reconcile = createReconcile({ engine, store, pbx, presence, desk, timers, clock, log });
  const change = createChanges({ engine, store, crm, now, log });
  const views = createViews({ engine, store, matcher });
  let stopFollowing = () => {};

  async function comeUp(): Promise<void> {
    try {
      await reconcile();
      connection.up = connection.connected;
    } catch (error) {
      log.warn({ err: error }, 'the calls could not be compared with the PBX');
      if (connection.connected) timers.set('reconcile', RECONCILE_RETRY_MS, () => void comeUp());
    }
  }

  function offered(offer: TrunkOffer): void {
    if (engine.callOfLeg.has(offer.legId)) return;
    const fromDevice = offer.origin.kind === 'device';
    const callId = fromDevice && offer.callId !== undefined ? offer.callId : newId();
    engine.callOfLeg.set(offer.legId, callId);
    const handle = () =>
      fromDevice ? dialling.offered(offer as DeviceOffer, callId) : inbound(offer, callId);
    engine.lanes.run(callId, handle).catch((error: unknown) => {
      log.error({ err: error, callId }, 'an offered leg could not be taken');
      engine.callOfLeg.delete(offer.legId);
      pbx.hangup
        .leg(offer.legId, 'failed')
        .catch(() => log.warn({ legId: offer.legId }, 'the leg could not be hung up'));
    });
  }

  function heard(event: PbxEvent): void {
    switch (event.type) {
      case 'connection.changed':
        connection.connected = event.up;
        if (event.up) return void comeUp();
        connection.up = false;
        timers.clear('reconcile');
        return presence.clear();
      case 'device.changed':
        return presence.changed(event.endpoint, event.online);
      case 'leg.offered':
        return offered(event);
      default: {
        const callId = engine.callOfLeg.get(event.legId);
        if (callId === undefined) return;
        if (event.type === 'leg.replaced') engine.callOfLeg.set(event.byLegId, callId);
        void engine.happen(callId, event);
      }
    }
  }

  async function recall(): Promise<void> {
    for (const { call } of await store.calls.live()) {
      const legs = await store.legs.ofCall(call.id);
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

  return {
    get pbxUp() {
      return connection.up;
    },
    async start() {
      await recall();
      const stopPbx = pbx.events.follow(heard);
      const stopParties = watchParties(store, () => matcher.forget());
      stopFollowing = () => {
        stopPbx();
        stopParties();
      };
      pbx.start();
    },
    async stop() {
      stopFollowing();
      timers.clearAll();
      connection.connected = connection.up = false;
      await engine.idle();
      await pbx.stop();
    },
    idle: engine.idle,
    dial: dialling.dial,
    liveCalls: views.liveCalls,
    get: views.get,
    update: (agent, callId, patch, idempotencyKey) => change({ agent, callId, patch, idempotencyKey }),
    async match(number) {
      return matcher.match(number);
    },
    requestCallback: desk.request,
    callbackStatus: desk.status,
    cancelCallback: desk.cancel,
  };
}
