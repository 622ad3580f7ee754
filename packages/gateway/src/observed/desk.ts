/** What people ask of a PBX that leads its calls itself: a command is sent, and what comes of it is told as everything else. */
import type { Consultation, ObservedCall, ObservedLeg } from '@ringback/adapters';
import { type Agent, type Call, type DialAnswer, RingbackError, type Settings } from '@ringback/model';
import { failCallback } from '../callbacks/decide.ts';
import { maySee, noSuchCall } from '../calls/changes.ts';
import type { BeforeDial } from '../calls/dialling.ts';
import { type Destination, pbxDown, readDestination } from '../calls/destination.ts';
import { Draft } from '../calls/draft.ts';
import { type Engine, onlyParty } from '../calls/engine.ts';
import type { TimerSet } from '../calls/timers.ts';
import type { Matcher } from '../crm/matcher.ts';
import type { Tolls } from '../security/tolls.ts';
import type { Store } from '../store/contract.ts';
import type { Follow, ObservingPbx } from './follow.ts';

/** How long the PBX may take to begin a call that it has taken on, in ms. */
export const BEGIN_MS = 60_000;

/** A call of the log that the PBX shall begin: this colleague is rung first, or anyone of those who take such calls. */
export interface Beginning {
  id: string;
  extension: string;
  number: string;
  direction: Call['direction'];
  anyone?: boolean;
  /** The number is rung first. */
  farFirst?: boolean;
}

export interface ObservedDesk {
  /** Rejects with what the PBX says against it; then the call has failed. */
  begin(call: Beginning): Promise<void>;
  /** The agent's own phone rings, and then the number. */
  dial(agent: Agent, number: string): Promise<DialAnswer>;
  hangUp(agent: Agent, callId: string): Promise<Call>;
  hold(agent: Agent, callId: string): Promise<Call>;
  /** To the far side, at the firm's cost; the audit trail of the call keeps who wrote what. */
  message(agent: Agent, callId: string, text: string): Promise<Call>;
  transfer(agent: Agent, callId: string, target: string): Promise<Call>;
  /** The far side waits, and the agent's own phone calls the target: within the same call, of which `consultation` tells. */
  consult(agent: Agent, callId: string, target: string): Promise<DialAnswer>;
  completeTransfer(agent: Agent, callId: string): Promise<Call>;
  cancelTransfer(agent: Agent, callId: string): Promise<Call>;
  /** A caller who waits is sent to somebody. */
  route(agent: Agent, callId: string, target: string): Promise<Call>;
  announce(agent: Agent, callId: string, audioId: string): Promise<Call>;
  record(agent: Agent, callId: string): Promise<Call>;
}

export interface ObservedDeskOptions {
  engine: Engine;
  store: Store;
  pbx: ObservingPbx;
  matcher: Matcher;
  settings: () => Settings;
  now: () => Date;
  newId: () => string;
  timers: TimerSet;
  pbxUp: () => boolean;
  beforeDial?: BeforeDial | undefined;
  /** Rejects where nothing that costs may go to this number now. */
  check?: Tolls['check'] | undefined;
  seen: Follow['seen'];
  /** Calls that the PBX was asked for, by id. */
  expected: Map<string, { extension: string; number: string }>;
}

export function createObservedDesk(options: ObservedDeskOptions): ObservedDesk {
  const { engine, store, pbx, matcher, settings, now, newId, timers, pbxUp, expected } = options;
  const byExtension = (extension: string) => store.agents.byExtension(extension);

  async function whither(agent: Agent, number: string) {
    const to = await readDestination({ agent, number, settings: settings(), byExtension });
    if (!pbxUp()) throw pbxDown();
    if (to.direction === 'out') await options.beforeDial?.(agent, to.number);
    return to;
  }

  async function prepare(
    id: string,
    agent: Agent,
    { direction, number, colleague }: Pick<Destination, 'direction' | 'number' | 'colleague'>,
  ) {
    const found = direction === 'out' ? await matcher.inTime(number) : undefined;
    const party = found && onlyParty(found.matches);
    const call: Call = {
      ...{ id, direction, state: 'connecting', number, agent: { id: agent.id, name: agent.name } },
      ...(direction === 'out' ? { line: settings().line } : {}),
      ...(colleague ? { colleague: { id: colleague.id, name: colleague.name } } : {}),
      ...(party ? { party } : {}),
      ...{ startedAt: now().toISOString(), durationSeconds: 0, comment: '', version: 1 },
    };
    if (found) engine.remember(id, found);
    const draft = Draft.create(
      { call, audience: [agent.id], bridgeId: undefined },
      { now: now(), tell: true },
    );
    await engine.commit(draft);
    return call;
  }

  function fail(callId: string): Promise<void> {
    expected.delete(callId);
    return engine.change(callId, (draft) => {
      if (draft.call.connectedAt !== undefined) return;
      if (draft.callback) failCallback(draft, { failure: 'pbx-down' }, settings());
      else draft.end('failed', { far: 'failed', agent: 'failed' });
    });
  }

  async function begin({ id, direction, ...asked }: Beginning): Promise<void> {
    const { extension, number } = asked;
    const { pair } = pbx;
    if (!pair) throw cannot(pbx, 'begin calls');
    expected.set(id, { extension, number });
    timers.set(`begin:${id}`, BEGIN_MS, () => void (expected.has(id) && fail(id)));
    const line = direction === 'out' ? { line: settings().line } : {};
    try {
      await pair.call({ commandId: id, ...asked, ...line });
    } catch (error) {
      // It may have begun all the same, when only its result is late.
      if (!(error instanceof RingbackError) || error.code !== 'timeout') await fail(id);
      throw error;
    }
  }

  async function dial(agent: Agent, number: string): Promise<DialAnswer> {
    if (!pbx.pair) throw cannot(pbx, 'begin calls');
    const to = await whither(agent, number);
    const id = newId();
    const call = await engine.lanes.run(id, () => prepare(id, agent, to));
    await begin({ id, extension: agent.extension, ...to });
    return { call, matches: await engine.matchesOf(call), target: to.number, placed: true };
  }

  async function live(agent: Agent, callId: string): Promise<{ call: Call; seen: ObservedCall }> {
    const row = await store.calls.get(callId);
    if (!row || !maySee(agent, row, settings())) throw noSuchCall(callId);
    const conversation = await store.observed.ofCall(callId);
    const seen = conversation === undefined ? undefined : await options.seen(conversation);
    // Asking for what is gone would be an invalid request.
    if (!seen || seen.legs.length === 0) throw over();
    return { call: row.call, seen };
  }

  /** The leg over which he talks, or at which it rings for him. */
  function own(agent: Agent, { legs }: ObservedCall, places: readonly ObservedLeg['place'][]): ObservedLeg {
    const leg = places
      .map((place) => legs.find((one) => one.place === place && one.extension === agent.extension))
      .find((one) => one !== undefined);
    if (leg) return leg;
    throw new RingbackError('conflict', 'You do not talk in this call.', {
      hint: 'Only those who talk can do this.',
    });
  }

  /** The leg over which he talks, and in which the far side hears him. */
  function heard(agent: Agent, seen: ObservedCall): ObservedLeg {
    const leg = own(agent, seen, ['answered']);
    if (seen.consultation) throw asksAlready();
    if (seen.phase !== 'held') return leg;
    throw new RingbackError('conflict', 'The far side waits.', {
      hint: 'Take the call back at your own phone first.',
    });
  }

  async function asking(agent: Agent, callId: string): Promise<Consultation> {
    const { consultation } = (await live(agent, callId)).seen;
    if (consultation?.by === agent.extension) return consultation;
    throw new RingbackError('conflict', 'You ask nobody in this call.', {
      hint: 'Begin it: POST /calls/:id/consult.',
    });
  }

  const after = async (callId: string): Promise<Call> => (await store.calls.get(callId))?.call as Call;

  return {
    begin,
    dial,
    async hangUp(agent, callId) {
      if (!pbx.hangup) throw cannot(pbx, 'hang up');
      const { seen } = await live(agent, callId);
      await pbx.hangup.leg(own(agent, seen, ['answered', 'ringing']).legId);
      return after(callId);
    },
    async hold(agent, callId) {
      if (!pbx.hold) throw cannot(pbx, 'put a call on hold');
      const { call, seen } = await live(agent, callId);
      if (seen.phase === 'held' && own(agent, seen, ['answered'])) return call;
      await pbx.hold.on({ legId: heard(agent, seen).legId, by: agent.extension });
      return after(callId);
    },
    async message(agent, callId, text) {
      if (!pbx.message) throw cannot(pbx, 'send messages');
      const row = await store.calls.get(callId);
      if (!row || !maySee(agent, row, settings())) throw noSuchCall(callId);
      const { number } = row.call;
      const to = await readDestination({ agent, number, settings: settings(), byExtension });
      if (to.direction !== 'out')
        throw new RingbackError('conflict', 'A colleague has no number for messages.', {
          hint: 'Messages go to numbers of the world.',
        });
      if (!pbxUp()) throw pbxDown();
      await options.check?.(agent.id, to.number);
      const { extension } = agent;
      await pbx.message.send({ messageId: newId(), extension, number: to.number, text });
      const entry = { actor: agent.id, entity: 'call', entityId: callId, field: 'message' };
      await store.transaction((tx) => store.audit.append(tx, { ...entry, old: undefined, new: text }));
      return row.call;
    },
    async transfer(agent, callId, target) {
      if (!pbx.transfer) throw cannot(pbx, 'transfer');
      const { seen } = await live(agent, callId);
      const { legId } = heard(agent, seen);
      const { number: to } = await whither(agent, target);
      await pbx.transfer.blind({ legId, to, by: agent.extension });
      return after(callId);
    },
    async consult(agent, callId, target) {
      if (!pbx.transfer) throw cannot(pbx, 'transfer');
      const { seen } = await live(agent, callId);
      const { legId } = heard(agent, seen);
      const { number: to } = await whither(agent, target);
      await pbx.transfer.consult({ legId, to, by: agent.extension });
      const call = await after(callId);
      return { call, matches: await engine.matchesOf(call), target: to, placed: true };
    },
    async completeTransfer(agent, callId) {
      if (!pbx.transfer) throw cannot(pbx, 'transfer');
      const consultation = await asking(agent, callId);
      if (!consultation.answered)
        throw new RingbackError('conflict', 'Nobody has answered there yet.', {
          hint: 'Wait until somebody does, or go back and transfer the call directly.',
        });
      await pbx.transfer.connect(consultation);
      return after(callId);
    },
    async cancelTransfer(agent, callId) {
      if (!pbx.transfer) throw cannot(pbx, 'transfer');
      await pbx.transfer.cancel(await asking(agent, callId));
      return after(callId);
    },
    async route(agent, callId, target) {
      if (!pbx.route) throw cannot(pbx, 'send a caller on');
      const to = target === agent.extension ? target : (await whither(agent, target)).number;
      await pbx.route.to({ legId: waiting((await live(agent, callId)).seen), to });
      return after(callId);
    },
    async announce(agent, callId, audioId) {
      if (!pbx.announce) throw cannot(pbx, 'play a file');
      await pbx.announce.play({ legId: waiting((await live(agent, callId)).seen), audioId });
      return after(callId);
    },
    async record(agent, callId) {
      if (!pbx.recordings) throw cannot(pbx, 'record');
      const { call, seen } = await live(agent, callId);
      if (call.recordings?.some(({ state }) => state === 'on')) return call;
      const { legId } = own(agent, seen, ['answered']);
      await pbx.recordings.start({ legId, extension: agent.extension });
      return after(callId);
    },
  };
}

function waiting({ legs }: ObservedCall): string {
  const leg = legs.find(({ place }) => place === 'waiting');
  if (leg) return leg.legId;
  throw new RingbackError('conflict', 'The caller does not wait any more.', {
    hint: 'Only a caller in a menu or a queue can be sent on.',
  });
}

const asksAlready = () =>
  new RingbackError('conflict', 'You ask somebody already.', {
    hint: 'Put the far side through, or go back to it.',
  });

const over = () =>
  new RingbackError('conflict', 'The call is over, or the PBX has not told of it yet.', {
    hint: 'Look at the call again.',
  });

export function cannot({ manifest }: Pick<ObservingPbx, 'manifest'>, what: string): RingbackError {
  return new RingbackError('unsupported', `${manifest.name} cannot ${what} from outside.`, {
    hint: 'Use the keys of your own phone.',
  });
}
