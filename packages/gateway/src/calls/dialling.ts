/** Calls that agents begin: leave to dial, the INVITE that follows it or comes without, and the call from a mobile. */
import type { AdapterLog, PbxEvent } from '@ringback/adapters';
import {
  type Agent,
  type Call,
  type DialAnswer,
  firmLines,
  type LegKind,
  isFirmNumber,
  may,
  RingbackError,
  type Settings,
} from '@ringback/model';
import { normaliseNumber } from '@ringback/model/phone-number';
import type { Matcher } from '../crm/matcher.ts';
import type { Phone } from '../routing/people.ts';
import type { Store } from '../store/contract.ts';
import type { CallPbx } from './commands.ts';
import { phoneIn, placeOutbound } from './decide-outbound.ts';
import { type Destination, pbxDown, readDestination } from './destination.ts';
import { Draft } from './draft.ts';
import { type Engine, onlyParty } from './engine.ts';
import type { Reach } from './reach.ts';
import { ringPerson } from './ring.ts';
import type { TimerSet } from './timers.ts';

/** How long the INVITE of a prepared call may take, in ms. */
export const DIAL_EXPIRES_MS = 15_000;

/** What can be dialled on a mobile; the network may name the trunk instead. */
const KEYS = /^\+?[\d*#]+$/;

type Offer = Extract<PbxEvent, { type: 'leg.offered' }>;
export type DeviceOffer = Offer & { origin: { kind: 'device' } };

/** Asked before each call to the world; rejects with the reason when it shall not be made. */
export type BeforeDial = (agent: Agent, number: string) => Promise<void>;

export interface DiallingOptions {
  engine: Engine;
  store: Store;
  pbx: CallPbx;
  matcher: Matcher;
  settings: () => Settings;
  now: () => Date;
  newId: () => string;
  log: AdapterLog;
  timers: TimerSet;
  pbxUp: () => boolean;
  beforeDial?: BeforeDial | undefined;
  /** Whether a phone of this agent may dial from this address. */
  admits: (agent: Agent, address: string | undefined) => boolean;
  /** A phone dialled what it must not. */
  dialRefused?: ((agent: Agent, number: string) => void) | undefined;
  /** Whether a phone is registered at this extension. */
  isThere: (extension: string) => Promise<boolean>;
  /** Where a colleague can be rung. */
  reach: Reach;
  /** Whether this agent talks, or dials. */
  isBusy: (agentId: string) => boolean;
  /** An INVITE of no agent's device: whether it is let in. */
  strangers: (offer: DeviceOffer, callId: string) => Promise<boolean>;
}

export interface Dialling {
  /** `consultationOf`: the call that waits meanwhile. */
  dial(agent: Agent, number: string, consultationOf?: string): Promise<DialAnswer>;
  /** Rings his own phones first, or his mobile where none of them is there; then the number. */
  ring(agent: Agent, number: string): Promise<DialAnswer>;
  /** A device's INVITE, in the lane of its call. `callId`: the prepared call that it names, or the id of a new one. */
  offered(offer: DeviceOffer, callId: string): Promise<void>;
  /** A call that came by the trunk, in its lane: whether it was one that a person makes from his mobile, and is done with. */
  offeredByMobile(offer: Offer, callId: string): Promise<boolean>;
  /** Ends the prepared call unless its INVITE comes in time. */
  expect(call: Call): void;
}

export function createDialling(options: DiallingOptions): Dialling {
  const { engine, store, pbx, matcher, settings, now, newId, log, timers, pbxUp } = options;
  const byExtension = (extension: string) => store.agents.byExtension(extension);

  async function whither(agent: Agent, number: string): Promise<Destination> {
    const destination = await readDestination({ agent, number, settings: settings(), byExtension });
    if (destination.direction === 'out') await options.beforeDial?.(agent, destination.number);
    return destination;
  }

  function expect(call: Call): void {
    const left = Date.parse(call.startedAt) + DIAL_EXPIRES_MS - now().getTime();
    timers.set(`dial:${call.id}`, left, () => void engine.happen(call.id, { type: 'dial.expired' }));
  }

  /** The number that he shows to the world: the one that he has chosen, while it is still the firm's. */
  async function lineOf(agent: Agent): Promise<string> {
    const { outgoingNumber } = await store.selves.get(agent.id);
    const ours = firmLines(settings()).some(({ number }) => number === outgoingNumber);
    return ours && outgoingNumber !== undefined ? outgoingNumber : settings().line;
  }

  /** Whoever is on the road has no phone but the one to which he has his calls forwarded, or his own mobile. */
  async function ownPhone(agent: Agent): Promise<Phone> {
    const { id, name, extension } = agent;
    if (await options.isThere(extension)) return { kind: 'agent', agent };
    for (const { on, to } of (await store.selves.get(id)).forwarding)
      if (on.includes('offline') && to.kind === 'number') return { kind: 'mobile', agent, number: to.number };
    const own = (await store.agents.mobiles()).get(id);
    if (own) return { kind: 'mobile', agent, number: own.number };
    throw new RingbackError('conflict', `No phone of ${name} is registered.`, {
      hint: 'Switch the phone on, sign in to the one in the browser, or forward calls to your mobile.',
    });
  }

  /** A new call of this agent, as `connecting`. */
  async function prepare(
    id: string,
    agent: Agent,
    destination: Destination & { consultationOf?: string | undefined },
  ): Promise<Draft> {
    const { direction, number, colleague, consultationOf } = destination;
    const found = direction === 'out' ? await matcher.inTime(number) : { matches: [], late: undefined };
    const party = onlyParty(found.matches);
    const call: Call = {
      id,
      direction,
      state: 'connecting',
      number,
      ...(direction === 'out' ? { line: await lineOf(agent) } : {}),
      agent: { id: agent.id, name: agent.name },
      ...(colleague ? { colleague: { id: colleague.id, name: colleague.name } } : {}),
      ...(party ? { party } : {}),
      ...(consultationOf === undefined ? {} : { consultationOf }),
      startedAt: now().toISOString(),
      durationSeconds: 0,
      comment: '',
      version: 1,
    };
    engine.remember(id, found);
    return Draft.create({ call, audience: [agent.id], bridgeId: id }, { now: now(), tell: true });
  }

  async function place(
    draft: Draft,
    own: { legId: string; kind: LegKind },
    { agent, colleague }: { agent: Agent; colleague: Agent | undefined },
  ): Promise<void> {
    const phone = colleague && phoneIn(colleague, await options.reach(colleague));
    placeOutbound(draft, own, { agent, phone }, { newId, settings: settings() });
    await engine.commit(draft);
  }

  /** The prepared call that the INVITE names, if it is this agent's and waits for it. */
  async function placePrepared(offer: DeviceOffer, callId: string, agent: Agent): Promise<boolean> {
    const facts = await engine.load(callId);
    const call = facts?.row.call;
    if (!facts || !call || call.agent?.id !== agent.id) return false;
    if (call.state !== 'connecting' || call.callback || facts.legs.length > 0 || call.direction === 'in')
      return false;
    const colleague = call.direction === 'internal' ? await byExtension(call.number) : undefined;
    if (call.direction === 'internal' && !colleague) return false;
    timers.clear(`dial:${callId}`);
    const draft = new Draft(facts, now());
    await place(draft, { legId: offer.legId, kind: 'soft' }, { agent, colleague });
    return true;
  }

  async function placeUnprepared(offer: Offer, callId: string, agent: Agent): Promise<boolean> {
    try {
      const destination = await whither(agent, offer.dialled);
      const draft = await prepare(callId, agent, destination);
      const kind = offer.origin.kind === 'trunk' ? 'mobile' : 'desk';
      await place(draft, { legId: offer.legId, kind }, { agent, colleague: destination.colleague });
      return true;
    } catch (error) {
      if (!(error instanceof RingbackError) || error.code === 'bug') throw error;
      log.warn({ agentId: agent.id, code: error.code }, "a call from an agent's device was refused");
      if (error.code === 'forbidden') options.dialRefused?.(agent, offer.dialled);
      return false;
    }
  }

  async function reject({ legId }: Offer): Promise<void> {
    engine.callOfLeg.delete(legId);
    await pbx.hangup.leg(legId, 'rejected');
  }

  /** Whoever calls the firm itself from his mobile is a caller like others. */
  async function whoDials({ caller, dialled }: Offer): Promise<Agent | undefined> {
    const { mobilesThroughPbx, country } = settings();
    if (!mobilesThroughPbx || !KEYS.test(dialled)) return undefined;
    if (isFirmNumber(normaliseNumber(dialled, country), settings())) return undefined;
    const agent = await store.agents.byMobile(normaliseNumber(caller.number, country));
    return agent && may(agent, 'calls.dial') ? agent : undefined;
  }

  return {
    expect,
    async dial(agent, number, consultationOf) {
      if (!pbxUp()) throw pbxDown();
      const destination = await whither(agent, number);
      const id = newId();
      const draft = await engine.lanes.run(id, async () => {
        const prepared = await prepare(id, agent, { ...destination, consultationOf });
        await engine.commit(prepared);
        return prepared;
      });
      expect(draft.call);
      return { call: draft.call, matches: await engine.matchesOf(draft.call), target: destination.number };
    },
    async ring(agent, number) {
      if (!pbxUp()) throw pbxDown();
      const phone = await ownPhone(agent);
      if (options.isBusy(agent.id))
        throw new RingbackError('conflict', `${agent.name} is in a call already.`, {
          hint: 'End it first.',
        });
      const destination = await whither(agent, number);
      const id = newId();
      const draft = await engine.lanes.run(id, async () => {
        const prepared = await prepare(id, agent, destination);
        const { party } = prepared.call;
        const name = destination.colleague?.name ?? party?.name;
        const caller = { number: destination.number, name };
        const ring = { role: 'agent', seconds: settings().ringSeconds, caller } as const;
        ringPerson(prepared, phone, ring, { newId, settings: settings() });
        await engine.commit(prepared);
        return prepared;
      });
      const matches = await engine.matchesOf(draft.call);
      return { call: draft.call, matches, target: destination.number, placed: true };
    },
    async offered(offer, callId) {
      const agent = await byExtension(offer.origin.endpoint);
      const place = offer.callId === undefined ? placeUnprepared : placePrepared;
      const placed = agent
        ? options.admits(agent, offer.address) && (await place(offer, callId, agent))
        : await options.strangers(offer, callId);
      if (!placed) await reject(offer);
    },
    async offeredByMobile(offer, callId) {
      const agent = await whoDials(offer);
      if (agent && !(await placeUnprepared(offer, callId, agent))) await reject(offer);
      return agent !== undefined;
    },
  };
}
