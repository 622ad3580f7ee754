/** Call control of a PBX that leads its calls itself (docs/decisions/0070): followed, written down, and commanded where it allows that. */
import type { KeptValues, ObservedCall, Pbx } from '@ringback/adapters';
import { type Call, type Callback, RingbackError, withoutVisitor } from '@ringback/model';
import { failCallback } from '../callbacks/decide.ts';
import { type CallbackDesk, createCallbackDesk } from '../callbacks/desk.ts';
import { createChanges } from '../calls/changes.ts';
import { createReassign } from '../calls/reassign.ts';
import { createEngine } from '../calls/engine.ts';
import type { CallControlOptions, RunningCallControl } from '../calls/index.ts';
import { createLease } from '../calls/lease.ts';
import { createCampaignRunner } from '../campaigns/runner.ts';
import { createTimerSet, systemTimers } from '../calls/timers.ts';
import { createViews } from '../calls/views.ts';
import { createMatcher } from '../crm/matcher.ts';
import { watchParties } from '../crm/watch-parties.ts';
import { createQualityDesk } from '../calls/quality.ts';
import { createRecordingDesk } from '../recordings/desk.ts';
import { createRecordingFiles } from '../recordings/files.ts';
import { chooseCandidates } from '../routing/candidates.ts';
import { createRoutingFacts } from '../routing/facts.ts';
import { createOccupancy } from '../routing/occupancy.ts';
import { createPresence } from '../routing/presence.ts';
import { absentSwitchboard } from './absent.ts';
import { createEnding, createObservedRing, createRelease } from './callbacks.ts';
import { cannot, createObservedDesk } from './desk.ts';
import { createFollow, type ObservingPbx } from './follow.ts';
import { createHistory } from './history.ts';
import { recordingIdOf } from './step.ts';
import { createTracked } from './tracked.ts';

export interface ObservedOptions extends CallControlOptions {
  pbx: ObservingPbx;
  /** What must outlive the process. */
  kept: KeptValues;
}

export const leadsItself = (pbx: Pbx): pbx is ObservingPbx => pbx.observe !== undefined;

export function createObservedControl(options: ObservedOptions): RunningCallControl {
  const { store, pbx, crm, visits, settings, now, newId, log, kept } = options;
  const clock = options.timers ?? systemTimers;
  const timers = createTimerSet(clock);
  const [presence, occupancy] = [createPresence(), createOccupancy()];
  const state = { up: false };
  const pbxUp = () => state.up;
  const hasTurn = () => lease?.held() ?? true;
  /** Every node hears and sends; what is begun by itself is begun by one. */
  const leads = () => state.up && hasTurn();
  const expected = new Map<string, { extension: string; number: string }>();
  const failed = (error: unknown) => log.warn({ err: error }, 'the CRM did not say who is calling');
  const matcher = createMatcher({ crm, store, now, timers: clock, failed });
  const routing = createRoutingFacts({ store, presence, occupancy, settings, now });
  const engine = createEngine({
    ...{ store, crm, matcher, settings, now, newId, log, timers, pbxUp, occupancy, routing },
    canSpeak: false,
    // What follows from a call's step is the PBX's own business, but for a callback that is taken back.
    async perform(callId, commands) {
      if (commands.some(({ do: what }) => what === 'hangup')) letGo(callId);
      return [];
    },
    prove: async () => undefined,
    freed() {
      callbacks.look();
      campaigns.wake();
    },
    freeFor: (callback: Callback) => callbacks.freeFor(callback),
  });
  const recordings = createRecordingDesk({
    ...{ engine, store, crm, settings, now, log, timers },
    pbx: { manifest: pbx.manifest, record: recorder() },
    files: createRecordingFiles(options.recordingsDir),
  });
  const tracked = createTracked({ engine, pbx, now, log });
  const follow = createFollow({
    ...{ engine, store, pbx, matcher, visits, settings, now, timers, log },
    expected: (extension, number) =>
      [...expected].find(([, call]) => call.extension === extension && call.number === number)?.[0],
    arrived: (callId) => void expected.delete(callId),
    after(callId, seen) {
      fetchReady(seen);
      tracked.look(callId, seen);
      if (seen.legs.length > 0) letGo(callId);
      if (seen.direction === 'out' && seen.number.startsWith('+')) countToll(callId, seen);
    },
    lost: () => history.look(),
  });
  const history = createHistory({ pbx, follow, kept, now, timers, log });
  const desk = createObservedDesk({
    ...{ engine, store, pbx, matcher, settings, now, newId, timers, pbxUp, expected },
    ...{ beforeDial: options.beforeDial, check: options.tolls?.check, seen: follow.seen },
  });
  const ending = createEnding({ store, pbx, seen: follow.seen });
  const release = createRelease(store, ending);
  const ringObserved = createObservedRing({
    ...{ engine, store, settings, now, begin: desk.begin, check: options.tolls?.check },
    farFirst: () => pbx.pair?.farFirst() ?? false,
  });
  const callbacks: CallbackDesk = createCallbackDesk({
    ...{ engine, store, matcher, settings, now, newId, log, timers, visits, pbxUp: leads },
    candidates: async () => chooseCandidates((await routing.read())().people, now()),
    // What is stored, and rings nobody when the turn is over, is rung by the node whose turn it is then.
    ring: async (callId) => (hasTurn() ? ringObserved(callId) : undefined),
    devices: undefined,
  });
  const campaigns = createCampaignRunner({
    ...{ store, settings, pbxUp: leads, now, newId, log, lanes: engine.lanes, timers: clock },
    ...{ candidatesOfGroup: callbacks.candidatesOfGroup, begin: callbacks.begin },
  });
  const lease = options.lease
    ? createLease({
        ...{ ...options.lease, store, now, timers: createTimerSet(clock), log },
        onHeld: () => lead(),
        onLost: () => campaigns.stop(),
      })
    : undefined;
  const change = createChanges({ engine, store, crm, settings, now, log });
  const views = createViews({ engine, store, matcher, settings });
  let stopFollowing = () => {};
  let runs = false;

  /** The recordings of the PBX by our names, for the desk that keeps them. */
  function recorder(): NonNullable<Pbx['record']> {
    const find = async (id: string) => {
      const recording = await store.recordings.get(id);
      const conversation = recording && (await store.observed.ofCall(recording.callId));
      const seen = conversation === undefined ? undefined : await follow.seen(conversation);
      return seen?.recordings.find(({ recordingId }) => recordingIdOf(recordingId) === id);
    };
    const none = () => Promise.reject(cannot(pbx, 'pause a recording'));
    const nothing = () => Promise.resolve();
    return {
      ...{ start: none, pause: none, resume: none, stop: nothing, remove: nothing },
      state: async (id) => ((await find(id))?.state === 'ready' ? 'stored' : 'recording'),
      async fetch(id) {
        const found = await find(id);
        if (found && pbx.recordings) return pbx.recordings.fetch(found.recordingId);
        throw new RingbackError('not-found', 'The PBX has told nothing of this recording.');
      },
    };
  }

  function fetchReady({ recordings: told }: ObservedCall): void {
    for (const { recordingId, state: its } of told)
      if (its === 'ready') recordings.finished(recordingIdOf(recordingId), false);
  }

  /** Also of a call that somebody made by the keys of his phone. */
  function countToll(
    callId: string,
    { number, extension, startedAt, connectedAt, endedAt }: ObservedCall,
  ): void {
    const told = async (): Promise<void> => {
      const agent = extension === undefined ? undefined : await store.agents.byExtension(extension);
      await options.tolls?.told({
        ...{ legId: callId, callId, agentId: agent?.id, number },
        ...{ placedAt: startedAt, answeredAt: connectedAt, endedAt },
      });
    };
    told().catch((error: unknown) =>
      log.error({ err: error, callId }, 'what a call has cost could not be counted'),
    );
  }

  function letGo(callId: string): void {
    release(callId).catch((error: unknown) =>
      log.warn({ err: error, callId }, 'a callback that is over could not be ended at the PBX'),
    );
  }

  /** What an earlier run, or another node, has begun is carried on. */
  async function lead(): Promise<void> {
    await recall();
    await callbacks.watch();
    campaigns.start();
    if (state.up) await resume();
  }

  async function resume(): Promise<void> {
    if (!leads()) return;
    await callbacks.resume();
    campaigns.wake();
  }

  async function comeUp(): Promise<void> {
    state.up = true;
    log.info({ system: pbx.manifest.id }, 'the PBX can be used');
    const employees = await pbx.employees?.list().catch(() => []);
    await presence.renew(async () => (employees ?? []).map(({ extension }) => extension));
    await recordings.resume();
    history.look();
    await resume();
  }

  async function idle(): Promise<void> {
    await follow.idle();
    await engine.idle();
    await recordings.idle();
    await tracked.idle();
    await campaigns.idle();
    await engine.idle();
  }

  /** Of a call that an earlier run asked for, nothing may come any more. */
  async function recall(): Promise<void> {
    for (const { call } of await store.calls.live()) {
      occupancy.note(call, await store.legs.ofCall(call.id));
      if (await store.observed.ofCall(call.id)) continue;
      await engine.change(call.id, (draft) => {
        if (!draft.callback) draft.end('failed', { far: 'failed', agent: 'failed' });
        // One that has rung nobody yet is taken up again.
        else if (draft.callback.callback.state !== 'requested')
          failCallback(draft, { failure: 'restarted' }, settings());
      });
    }
    await follow.resume();
  }

  return {
    get pbxUp() {
      return state.up;
    },
    async start() {
      await (lease?.start() ?? lead());
      const stopPbx = pbx.events.follow((event) => {
        if (event.type !== 'connection.changed') return;
        state.up = event.up;
        if (event.up)
          comeUp().catch((error: unknown) =>
            log.warn({ err: error }, 'what was missed could not be looked at'),
          );
      });
      const stopParties = watchParties(store, () => matcher.forget());
      // One node alone: a second command for the same leg would be an invalid request.
      const stopTolls = options.tolls?.watchTold({ leads, end: ending });
      stopFollowing = () => {
        stopPbx();
        stopTolls?.();
        stopParties();
      };
      runs = true;
      pbx.start();
      recordings.keepOrder();
    },
    async stop() {
      runs = false;
      stopFollowing();
      await campaigns.stop();
      timers.clearAll();
      state.up = false;
      await pbx.stop();
      await idle();
      await lease?.stop();
    },
    idle,
    async reconnect() {
      if (!runs) return;
      state.up = false;
      await pbx.stop();
      // It may have been stopped for good meanwhile.
      if (runs) pbx.start();
    },
    whoIsThere: async () => ({ online: presence.online, busy: occupancy.busy() }),
    dial: desk.dial,
    // Its PBX always rings the agent's own phone first.
    ring: desk.dial,
    observed: {
      messages: pbx.message !== undefined,
      ...{
        hangUp: desk.hangUp,
        hold: desk.hold,
        message: desk.message,
        route: desk.route,
        announce: desk.announce,
      },
      async receive(delivery) {
        const told = await pbx.observe.receive(delivery);
        if (told.kind === 'fact') await follow.take(told.fact);
      },
      async employees() {
        if (!pbx.employees) throw cannot(pbx, 'tell its employees');
        const agents = await store.agents.list();
        return (await pbx.employees.list()).map((employee) => {
          const agent = agents.find(({ extension }) => extension === employee.extension);
          return { ...employee, ...(agent ? { agent: { id: agent.id, name: agent.name } } : {}) };
        });
      },
    },
    switchboard: {
      ...{ ...absentSwitchboard(pbx), transfer: desk.transfer, consult: desk.consult },
      ...{ completeTransfer: desk.completeTransfer, cancelTransfer: desk.cancelTransfer },
    },
    recordings: {
      ...recordings,
      async set(agent, callId, wish): Promise<Call> {
        if (wish !== 'on') throw cannot(pbx, 'pause or end a recording');
        if (settings().recordings.mode === 'off')
          throw new RingbackError('forbidden', 'Calls are not recorded here.', {
            hint: 'An administrator can allow it in the settings.',
          });
        return desk.record(agent, callId);
      },
    },
    liveCalls: views.liveCalls,
    get: views.get,
    update: (agent, callId, patch, idempotencyKey) => change({ agent, callId, patch, idempotencyKey }),
    reassign: createReassign({ engine, store, matcher, now }),
    noteQuality: createQualityDesk({ engine, store, now }),
    match: (number) => matcher.match(number),
    callbackOffer: callbacks.offer,
    requestCallback: callbacks.request,
    callbackStatus: callbacks.status,
    cancelCallback: callbacks.cancel,
    moveCallback: callbacks.move,
    rateCallback: callbacks.rate,
    disownCallback: callbacks.disown,
    dryRun: () => Promise.reject(cannot(pbx, 'tell who would get a call: it routes by its own rules')),
    async forgetVisit(visitId) {
      for (const { id } of await store.calls.ofVisit(visitId))
        await engine.change(id, (draft) => {
          if (draft.call.source) draft.change({ source: withoutVisitor(draft.call.source) });
          const asked = draft.callback?.callback.source;
          if (asked) draft.moveCallback({ source: withoutVisitor(asked) });
        });
      await callbacks.forgetVisit(visitId);
    },
  };
}
