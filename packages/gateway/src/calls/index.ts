/** Call control: everything that happens to calls and callbacks. Assembly only. */
import type { AdapterLog, Pbx } from '@ringback/adapters';
import type { CallCrm } from '../crm/hub.ts';
import { type Agent, type Callback, type Settings, withoutVisitor } from '@ringback/model';
import { createCampaignRunner } from '../campaigns/runner.ts';
import { type CallbackDesk, createCallbackDesk } from '../callbacks/desk.ts';
import { createMatcher } from '../crm/matcher.ts';
import { watchParties } from '../crm/watch-parties.ts';
import { chooseCandidates } from '../routing/candidates.ts';
import { createDryRun } from '../routing/dry-run.ts';
import { createPlaces } from '../routing/place.ts';
import { createRoutingFacts } from '../routing/facts.ts';
import { createOccupancy } from '../routing/occupancy.ts';
import { createPresence } from '../routing/presence.ts';
import { createWaker } from '../routing/waker.ts';
import type { Guard } from '../security/guard.ts';
import type { Revocations } from '../security/revocations.ts';
import { withMaskedCallers } from '../security/masked-callers.ts';
import type { Tolls } from '../security/tolls.ts';
import type { Store, Tx } from '../store/contract.ts';
import type { Prompts } from '../prompts/prompts.ts';
import { createRecordingDesk } from '../recordings/desk.ts';
import { createRecordingFiles } from '../recordings/files.ts';
import { createChanges } from './changes.ts';
import { createPerform, requireCallPbx } from './commands.ts';
import type { CallControl } from './contract.ts';
import { type BeforeDial, createDialling } from './dialling.ts';
import { createEngine } from './engine.ts';
import { createInbound } from './inbound.ts';
import { createIsThere } from './is-there.ts';
import { createLease, type LeaseOptions } from './lease.ts';
import { onLeash } from './leash.ts';
import { type Connection, createListener } from './listener.ts';
import { watchPhoneNames } from './phone-names.ts';
import { createQualityDesk } from './quality.ts';
import { createRecall } from './recall.ts';
import { createReach } from './reach.ts';
import { createReassign } from './reassign.ts';
import { createReconcile } from './reconcile.ts';
import { createTimerSet, systemTimers, type Timers } from './timers.ts';
import { createRingAgain } from './ring-again.ts';
import { createSwitchboard } from './switchboard.ts';
import type { Visits } from '../visits/visits.ts';
import { createViews } from './views.ts';

export interface CallControlOptions {
  store: Store;
  /** Started and stopped by call control. */
  pbx: Pbx;
  crm: CallCrm;
  /** What brought those who call, or ask to be called. */
  visits: Pick<Visits, 'claim' | 'ofLine'>;
  settings: () => Settings;
  now: () => Date;
  /** At most 60 characters of [\w-]. */
  newId: () => string;
  log: AdapterLog;
  timers?: Timers;
  /** Where the audio of calls is kept. */
  recordingsDir: string;
  /** Address of what an agent is told of his callback; the PBX fetches it. */
  whisper?: (callId: string) => Promise<string>;
  /** Where several nodes stand on one store: only the one that holds it controls the PBX. */
  lease?: Pick<LeaseOptions, 'name' | 'holder'>;
  /** What callers are told; without it they hear ringing, and chains end as missed. */
  prompts?: Pick<Prompts, 'find'>;
  /** Who may come in from where. */
  guard?: Pick<Guard, 'watch' | 'admits'>;
  /** Whose phones are to be forgotten. */
  revocations?: Pick<Revocations, 'watch'>;
  /** What calls may cost. */
  tolls?: Pick<Tolls, 'guarded' | 'watch' | 'watchTold' | 'check' | 'told'>;
  /** A phone dialled what it must not. */
  dialRefused?: (agent: Agent, number: string) => void;
  /** Whether this agent may dial this number of the world now; rejects with the reason when not. */
  beforeDial?: BeforeDial;
}

export interface RunningCallControl extends CallControl {
  /** Resolves when all that was begun is done. */
  idle(): Promise<void>;
  /** The settings of the PBX have changed: the node that controls it begins with them anew, and calls that go on are found again. */
  reconnect(): Promise<void>;
}

export function createCallControl(options: CallControlOptions): RunningCallControl {
  const { store, crm, visits, settings, now, newId, log } = options;
  const capable = requireCallPbx(options.pbx);
  const pbx = options.lease ? onLeash(capable, () => lease?.held() === true) : capable;
  const clock = options.timers ?? systemTimers;
  const timers = createTimerSet(clock);
  const presence = createPresence();
  const connection: Connection = { connected: false, up: false };
  const pbxUp = () => connection.up;
  const occupancy = createOccupancy();
  const routing = createRoutingFacts({ store, presence, occupancy, settings, now });
  const candidates = async () => chooseCandidates((await routing.read())().people, now());

  const failed = (error: unknown) => log.warn({ err: error }, 'the CRM did not say who is calling');
  const matcher = createMatcher({ crm, store, now, timers: clock, failed });
  const byExtension = (extension: string) => store.agents.byExtension(extension);
  const paid = options.tolls?.guarded(pbx) ?? pbx;
  const perform = createPerform({
    ...{ pbx: withMaskedCallers(paid, { byExtension, settings }), timers: clock, log },
    whisper: options.whisper,
    findSpeech: async (callId, said) => options.prompts?.find(said, await placeOf(callId, said)),
  });
  const lease = options.lease
    ? createLease({
        ...{ ...options.lease, store, now, timers: createTimerSet(clock), log },
        onHeld: () => begin(),
        onLost: () => halt(),
      })
    : undefined;
  const prove = async (tx: Tx): Promise<void> => lease?.prove(tx);
  const freed = () => {
    desk.look();
    campaigns.wake();
  };
  const engine = createEngine({
    ...{ store, perform, prove, crm, matcher, settings, now, newId, log, timers, pbxUp },
    canSpeak: options.prompts !== undefined && pbx.play !== undefined,
    ...{ freed, routing, occupancy, freeFor: (callback: Callback) => desk.freeFor(callback) },
  });
  const placeOf = createPlaces({ store, routing, queued: () => engine.queued(), settings, now });
  const common = {
    engine,
    store,
    matcher,
    candidates,
    routing,
    settings,
    visits,
    now,
    newId,
    log,
    timers,
    pbxUp,
  };
  const desk: CallbackDesk = createCallbackDesk({ ...common, devices: pbx.devices });
  const isThere = createIsThere({ presence, pbx, clock });
  const reach = createReach({ isThere, routing, now });
  const dialling = createDialling({
    ...{ isThere, reach },
    isBusy: (agentId) => occupancy.busy().has(agentId),
    ...{ ...common, pbx, beforeDial: options.beforeDial, dialRefused: options.dialRefused },
    admits: (agent, address) => options.guard?.admits(agent, address) ?? true,
    strangers: desk.offered,
  });
  const campaigns = createCampaignRunner({
    ...{ store, settings, pbxUp, now, newId, log, lanes: engine.lanes, timers: clock },
    ...{ candidatesOfGroup: desk.candidatesOfGroup, begin: desk.begin },
  });
  const inbound = createInbound(common);
  const switchboard = createSwitchboard({ ...common, dialling, reach });
  const reconcile = createReconcile({ engine, store, pbx, presence, desk, timers, clock, log });
  const change = createChanges({ engine, store, crm, settings, now, log });
  const recordings = createRecordingDesk({
    ...{ engine, store, pbx, crm, settings, now, log, timers },
    files: createRecordingFiles(options.recordingsDir),
  });
  const views = createViews({ engine, store, matcher, settings });
  const match = (number: string) => matcher.match(number);
  const dryRun = createDryRun({ facts: routing, match, settings, now });
  let stopFollowing = () => {};
  let controls = false;
  /** Counts the times that this node came to control the PBX. */
  let term = 0;
  let reconnecting: Promise<void> = Promise.resolve();

  const listener = createListener({
    engine,
    pbx,
    presence,
    connection,
    reconcile,
    inbound,
    dialling,
    ringAgain: createRingAgain(engine, store),
    recordings,
    timers,
    newId,
    log,
    freed,
  });
  const recall = createRecall({ engine, store, occupancy, dialling, desk });
  const waker = createWaker({ engine, store, occupancy, presence, log });
  async function idle(): Promise<void> {
    await engine.idle();
    await recordings.idle();
    await campaigns.idle();
    await engine.idle();
  }

  async function begin(): Promise<void> {
    await recall();
    const stopGuard = options.guard?.watch(pbx);
    const stopRevocations = options.revocations?.watch(pbx);
    const stopTolls = await options.tolls?.watch(pbx);
    const stopPbx = pbx.events.follow(listener);
    const stopNames = watchPhoneNames({ store, pbx, log });
    const stopParties = watchParties(store, () => matcher.forget());
    const stopWaker = waker();
    stopFollowing = () => {
      stopPbx();
      stopGuard?.();
      stopRevocations?.();
      stopTolls?.();
      stopNames();
      stopParties();
      stopWaker();
    };
    controls = true;
    term += 1;
    pbx.start();
    campaigns.start();
    recordings.keepOrder();
  }

  async function halt(): Promise<void> {
    controls = false;
    stopFollowing();
    await campaigns.stop();
    timers.clearAll();
    connection.connected = connection.up = false;
    await idle();
    await pbx.stop();
    // What is known here is another node's to change from now on.
    engine.callOfLeg.clear();
    occupancy.clear();
    presence.clear();
  }

  return {
    get pbxUp() {
      return connection.up;
    },
    start: () => lease?.start() ?? begin(),
    async stop() {
      await halt();
      await lease?.stop();
    },
    idle,
    reconnect() {
      const again = async () => {
        const began = term;
        if (!controls) return;
        await pbx.stop();
        // Another node may control it by now, or this one anew.
        if (controls && term === began) pbx.start();
      };
      const done = reconnecting.then(again);
      reconnecting = done.catch(() => undefined);
      return done;
    },
    whoIsThere: async () => ({ online: presence.online, busy: occupancy.busy() }),
    dial: (agent, number) => dialling.dial(agent, number),
    ring: (agent, number) => dialling.ring(agent, number),
    switchboard,
    recordings,
    liveCalls: views.liveCalls,
    get: views.get,
    update: (agent, callId, patch, idempotencyKey) => change({ agent, callId, patch, idempotencyKey }),
    reassign: createReassign({ engine, store, matcher, now }),
    noteQuality: createQualityDesk({ engine, store, now }),
    match,
    dryRun,
    callbackOffer: desk.offer,
    requestCallback: desk.request,
    callbackStatus: desk.status,
    cancelCallback: desk.cancel,
    moveCallback: desk.move,
    rateCallback: desk.rate,
    disownCallback: desk.disown,
    async forgetVisit(visitId) {
      // First: what begins to be called while we look has either its call by then, or nothing of the visitor any more.
      await desk.forgetVisit(visitId);
      for (const { id } of await store.calls.ofVisit(visitId)) {
        await engine.lanes.run(id, () =>
          engine.decideNow(id, (draft) => {
            const { call, callback } = draft;
            if (call.source) draft.change({ source: withoutVisitor(call.source) });
            const asked = callback?.callback.source;
            if (asked) draft.moveCallback({ source: withoutVisitor(asked) });
          }),
        );
      }
    },
  };
}
