/**
 * The engine turns inputs into decisions, stores them with their events, and only then acts. Inputs of one call are handled one
 * after another. What it keeps in memory (whose leg is whose, who was matched) can all be read again from the store.
 */
import type { AdapterLog, CallLogEntry, Crm } from '@ringback/adapters';
import type { Agent, Call, Callback, PartyMatch, Settings } from '@ringback/model';
import type { InTime, Matcher } from '../crm/matcher.ts';
import type { RoutingFacts } from '../routing/facts.ts';
import type { Occupancy } from '../routing/occupancy.ts';
import type { Store, Tx } from '../store/contract.ts';
import type { Perform } from './commands.ts';
import { type Circumstances, decide, type Input } from './decide.ts';
import { type CallFacts, Draft } from './draft.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { createLegInputs, type HeardInput } from './leg-inputs.ts';
import { persist } from './persist.ts';
import type { TimerSet } from './timers.ts';

/** How long a leg's own end may take to arrive before a refused `join` is taken for a failure, in ms. */
export const JOIN_GRACE_MS = 500;

/** How much later than planned a phone may fall silent, in ms. */
const ROUTE_GRACE_MS = 1_000;

export interface EngineOptions {
  store: Store;
  perform: Perform;
  /** Throws when another node controls the calls. */
  prove: (tx: Tx) => Promise<void>;
  crm: Crm;
  matcher: Matcher;
  settings: () => Settings;
  now: () => Date;
  newId: () => string;
  log: AdapterLog;
  timers: TimerSet;
  pbxUp: () => boolean;
  /** Whether the PBX plays, and prompts are there. */
  canSpeak: boolean;
  /** A call has ended: somebody may be free who was not. */
  freed: () => void;
  routing: RoutingFacts;
  occupancy: Occupancy;
  /** Who can be rung for a callback. */
  freeFor: (callback: Callback) => Promise<readonly Agent[]>;
}

export interface Queued {
  callId: string;
  group: string;
  since: string;
}

export interface Engine {
  readonly lanes: Lanes;
  /** Call of each living leg. */
  readonly callOfLeg: Map<string, string>;
  /** Handles the input in the call's lane; problems are logged. */
  happen(callId: string, input: Input): Promise<void>;
  /** The same for any decision. Must be awaited by nobody who is in a lane himself. */
  change(callId: string, decision: (draft: Draft, circumstances: Circumstances) => void): Promise<void>;
  /** Decides at once: only for those who are in the call's lane, or behind the barrier. */
  decideNow(callId: string, decision: (draft: Draft, circumstances: Circumstances) => void): Promise<void>;
  /** Stores the drafts together, then acts for the last one first. Only for those who are in the lanes of their calls. */
  commit(...drafts: Draft[]): Promise<void>;
  /** What the PBX told of a leg: handled in the lane of the call to which the leg belongs by then. */
  heard(input: HeardInput): void;
  load(callId: string): Promise<CallFacts | undefined>;
  matchesOf(call: Call): Promise<PartyMatch[]>;
  /** Keeps the matches of a new call, and tells by `call.updated` what comes too late for its first event. */
  remember(callId: string, found: InTime): void;
  /** Asks anew next time. */
  forgetMatches(callId: string): void;
  circumstances(): Promise<Circumstances>;
  /** Calls whose callers wait for somebody to be free, the longest first. */
  waiting(): readonly string[];
  /** The same with the group for which each waits, and since when (ISO). */
  queued(): readonly Queued[];
  /** Of a call that an earlier run left behind. */
  watchRoute(call: Pick<Draft, 'call' | 'route'>): void;
  /** Resolves when all that was begun is done. */
  idle(): Promise<void>;
}

export function createEngine(options: EngineOptions): Engine {
  const {
    store,
    perform,
    crm,
    matcher,
    settings,
    now,
    newId,
    log,
    timers,
    pbxUp,
    canSpeak,
    freed,
    routing,
    occupancy,
    freeFor,
  } = options;
  const lanes = createLanes();
  const callOfLeg = new Map<string, string>();
  const matchesByCall = new Map<string, PartyMatch[]>();
  const reports = new Set<Promise<void>>();
  const waiting = new Map<string, Queued>();
  const queued = () => [...waiting.values()].sort((a, b) => a.since.localeCompare(b.since));

  async function load(callId: string): Promise<CallFacts | undefined> {
    const row = await store.calls.get(callId);
    if (!row) return undefined;
    const [legs, callback, route, quality] = await Promise.all([
      store.legs.ofCall(callId),
      row.call.callback ? store.callbacks.byCall(callId) : undefined,
      isRouted(row.call) ? store.routes.get(callId) : undefined,
      row.call.connectedAt === undefined ? [] : store.quality.ofCall(callId),
    ]);
    const asks = route?.state.speech?.finale?.kind === 'callback';
    const openCallback = asks ? await store.callbacks.openForNumber(row.call.number) : undefined;
    return { row, legs, callback, route, quality, openCallback };
  }

  async function circumstances(): Promise<Circumstances> {
    const agents = new Map<string, Agent>();
    for (const agent of await store.agents.list()) agents.set(agent.id, agent);
    return { settings: settings(), newId, pbxUp: pbxUp(), canSpeak, agents };
  }

  async function matchesOf(call: Call): Promise<PartyMatch[]> {
    if (call.direction === 'internal') return [];
    const known = matchesByCall.get(call.id);
    if (known) return known;
    const found = await matcher.inTime(call.number);
    if (call.state !== 'ended') remember(call.id, found);
    return found.matches;
  }

  function remember(callId: string, found: InTime): void {
    matchesByCall.set(callId, found.matches);
    void found.late?.then((matches) => {
      if (matches.length === 0) return;
      return change(callId, (draft) => {
        if (!draft.ended) matchesByCall.set(callId, matches);
        const party = onlyParty(matches);
        if (party && !draft.call.party) draft.change({ party });
        else if (!draft.ended) draft.change({});
      });
    });
  }

  async function commit(...drafts: Draft[]): Promise<void> {
    for (const { call, legs } of drafts) {
      occupancy.note(call, legs);
      for (const leg of legs) if (leg.state !== 'ended') callOfLeg.set(leg.legId, call.id);
    }
    const written = drafts.filter(({ writes }) => writes.length > 0);
    if (written.length > 0) await write(written).catch((error: unknown) => takeBack(written, error));
    for (const draft of drafts) watchRoute(draft);
    for (const { call, commands } of drafts.toReversed()) {
      for (const input of await perform(call.id, commands)) await follow(call.id, input);
    }
  }

  /** What could not be stored has not happened. */
  async function takeBack(drafts: readonly Draft[], error: unknown): Promise<never> {
    for (const { call } of drafts) {
      const facts = await load(call.id);
      if (facts) occupancy.note(facts.row.call, facts.legs);
      else occupancy.note({ id: call.id, state: 'ended' }, []);
    }
    throw error;
  }

  /** Phones stop by themselves; this is for those that do not, and for callers who wait. */
  function watchRoute({ call, route }: Pick<Draft, 'call' | 'route'>): void {
    const { until, waiting: group, since, speech } = route?.state ?? {};
    const waits = group !== undefined && since !== undefined && call.state === 'ringing';
    if (waits) waiting.set(call.id, { callId: call.id, group, since });
    else waiting.delete(call.id);
    sayAgain(call.id, waits ? speech?.againAt : undefined);
    if (until === undefined || call.state !== 'ringing') return timers.clear(`route:${call.id}`);
    const grace = group === undefined ? ROUTE_GRACE_MS : 0;
    const left = Date.parse(until) - now().getTime() + grace;
    timers.set(`route:${call.id}`, left, () => void happen(call.id, { type: 'route.due', until }));
  }

  function sayAgain(callId: string, at: string | undefined): void {
    if (at === undefined) return timers.clear(`say:${callId}`);
    const left = Date.parse(at) - now().getTime();
    timers.set(`say:${callId}`, left, () => void happen(callId, { type: 'say.due', at }));
  }

  async function write(drafts: readonly Draft[]): Promise<void> {
    const matches = await Promise.all(drafts.map((draft) => matchesOf(draft.call)));
    const durability = drafts.some(
      (draft) => draft.callback || draft.writes.some(({ write }) => write === 'callback'),
    )
      ? 'full'
      : 'normal';
    await store.transaction(async (tx) => {
      await options.prove(tx);
      for (const [index, draft] of drafts.entries()) await persist(store, tx, draft, matches[index] ?? []);
    }, durability);
    for (const { call, taken } of drafts) {
      for (const { agentId, callId } of taken)
        if (agentId !== undefined) await store.dialogs.move(callId, agentId, call.id);
    }
    for (const draft of drafts) {
      if (draft.writes.some((one) => one.write === 'call' && one.event === 'call.ended'))
        await afterEnd(draft);
    }
  }

  /** What a command brought about. A refused join is often explained by a leg's end that is on its way: it gets its chance. */
  async function follow(callId: string, input: Input): Promise<void> {
    if (input.type === 'joined') timers.clear(`join:${callId}`);
    if (input.type !== 'join.failed')
      return decideNow(callId, (draft, around) => decide(draft, input, around));
    timers.set(`join:${callId}`, JOIN_GRACE_MS, () => void happen(callId, input));
  }

  async function afterEnd(draft: Draft): Promise<void> {
    const { call } = draft;
    // Also the names that its legs had before they were replaced.
    for (const [legId, callId] of callOfLeg) if (callId === call.id) callOfLeg.delete(legId);
    matchesByCall.delete(call.id);
    for (const timer of ['dial', 'join']) timers.clear(`${timer}:${call.id}`);
    await store.dialogs.remove(call.id);
    report(call);
    freed();
  }

  /** The system of record is told without holding the call up. */
  function report(call: Call): void {
    const written = crm.communications?.logCall(entryOf(call, crm), {
      idempotencyKey: call.id,
      actor: call.agent?.id ?? 'ringback',
    });
    if (!written) return;
    const done: Promise<void> = written
      .catch((error: unknown) =>
        log.error({ err: error, callId: call.id }, 'the ended call could not be logged in the CRM'),
      )
      .finally(() => reports.delete(done));
    reports.add(done);
  }

  async function decideNow(
    callId: string,
    decision: (draft: Draft, circumstances: Circumstances) => void,
  ): Promise<void> {
    const [facts, around] = await Promise.all([load(callId), circumstances()]);
    if (!facts) return;
    if (asksWhoIsThere(facts)) around.routing = await routing.read();
    if (facts.callback && !facts.row.call.agent) around.free = await freeFor(facts.callback.callback);
    const draft = new Draft(facts, now());
    decision(draft, around);
    await commit(draft);
  }

  function change(callId: string, decision: (draft: Draft, around: Circumstances) => void): Promise<void> {
    return lanes
      .run(callId, () => decideNow(callId, decision))
      .catch((error: unknown) => log.error({ err: error, callId }, 'a step of the call failed'));
  }

  const happen = (callId: string, input: Input) =>
    change(callId, (draft, around) => decide(draft, input, around));

  const inputs = createLegInputs({ lanes, callOfLeg, decideNow, log });

  return {
    lanes,
    callOfLeg,
    heard: inputs.heard,
    happen,
    change,
    decideNow,
    commit,
    load,
    matchesOf,
    remember,
    forgetMatches: (callId) => void matchesByCall.delete(callId),
    circumstances,
    watchRoute,
    waiting: () => queued().map(({ callId }) => callId),
    queued,
    async idle() {
      do await lanes.idle();
      while (await inputs.settled());
      await Promise.all(reports);
    },
  };
}

/** Somebody may be rung for it: the next of a route, whoever gave it away, the colleague of a click-to-call. */
function asksWhoIsThere({ route, row }: CallFacts): boolean {
  const { transferredBy, direction, state } = row.call;
  return Boolean(route ?? transferredBy) || (direction === 'internal' && state === 'connecting');
}

/** Calls from the world that are not talks yet. */
function isRouted({ direction, state, callback }: Call): boolean {
  return direction === 'in' && (state === 'ringing' || state === 'connecting') && !callback;
}

/** What the system of record is told of a call. */
export function entryOf(call: Call, crm: Crm): CallLogEntry {
  const ofThis = (record: { system: string; id: string } | undefined) =>
    record?.system === crm.manifest.id ? record.id : undefined;
  const [partyId, dealId] = [ofThis(call.party), ofThis(call.deal)];
  return {
    call,
    ...(partyId === undefined ? {} : { partyId }),
    ...(dealId === undefined ? {} : { dealIds: [dealId] }),
  };
}

/** The party of a call where there is no doubt about it. */
export function onlyParty(matches: readonly PartyMatch[]): Call['party'] {
  const [first, second] = matches;
  if (!first || second || first.score < 1) return undefined;
  const { system, id, name, kind } = first.party;
  return { system, id, name, kind };
}
