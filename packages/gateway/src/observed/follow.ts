/** Facts of a PBX that leads its calls itself: each is kept before it is answered, and then made a step of its call. */
import { createHash } from 'node:crypto';
import type { AdapterLog, Fact, ObservedCall, Pbx } from '@ringback/adapters';
import { type Agent, type Call, may, RingbackError, type Settings } from '@ringback/model';
import { Draft } from '../calls/draft.ts';
import { type Engine, onlyParty } from '../calls/engine.ts';
import { createLanes } from '../calls/lanes.ts';
import type { TimerSet } from '../calls/timers.ts';
import type { Matcher } from '../crm/matcher.ts';
import type { ObservedRow, Store } from '../store/contract.ts';
import type { Visits } from '../visits/visits.ts';
import { step, type StepContext } from './step.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Facts are kept this long; what is older is told by nobody any more, and would be a request that somebody repeats. */
export const FACTS_KEPT_MS = 8 * DAY_MS;
const OLDEST_MS = 7 * DAY_MS;
/** Nothing of a conversation lives, and nobody has said that it is over: the history is asked. */
export const SUMMARY_MS = 3 * 60_000;
const CONFLICTS = 3;

export type ObservingPbx = Pbx & Required<Pick<Pbx, 'observe'>>;

export interface FollowOptions {
  engine: Engine;
  store: Store;
  pbx: ObservingPbx;
  matcher: Matcher;
  visits: Pick<Visits, 'ofLine'>;
  settings: () => Settings;
  now: () => Date;
  timers: TimerSet;
  log: AdapterLog;
  /** A call that we asked the PBX for, and of which it has told nothing yet. */
  expected(extension: string | undefined, number: string): string | undefined;
  arrived(callId: string): void;
  /** The call is as it was told. */
  after(callId: string, seen: ObservedCall): void;
  /** Something must have been missed. */
  lost(): void;
}

export interface Follow {
  /** Resolves when the fact is safe. `fromHistory`: may be as old as it likes. */
  take(fact: Fact, fromHistory?: boolean): Promise<void>;
  /** What an earlier run kept, and did not come to. */
  resume(): Promise<void>;
  seen(conversation: string): Promise<ObservedCall | undefined>;
  idle(): Promise<void>;
}

/** The same conversation is the same call, also when it is told again after it was forgotten. */
const idOf = (conversation: string): string =>
  `observed-${createHash('sha256').update(conversation).digest('base64url').slice(0, 40)}`;

export function createFollow(options: FollowOptions): Follow {
  const { engine, store, pbx, matcher, visits, settings, now, timers, log } = options;
  const lanes = createLanes();

  async function context(isOurs: boolean): Promise<StepContext> {
    const agents = await store.agents.list();
    return {
      byExtension: new Map(agents.map((agent): [string, Agent] => [agent.extension, agent])),
      everybody: agents.filter((agent) => may(agent, 'calls.dial')).map(({ id }) => id),
      isOurs,
      keepsRecordings: settings().recordings.mode !== 'off',
      settings: settings(),
    };
  }

  /** Nobody tells of a conversation for the first time a week later: that is a request that somebody has kept. */
  async function isStale({ conversation, at }: Fact): Promise<boolean> {
    if (now().getTime() - Date.parse(at) < OLDEST_MS) return false;
    return (await store.observed.get(conversation)) === undefined;
  }

  async function take(fact: Fact, fromHistory = false): Promise<void> {
    if (!fromHistory && (await isStale(fact)))
      return log.warn({ mark: fact.mark }, 'an old delivery was left out');
    if (fromHistory && (await isOld(fact.conversation))) return;
    const isNew = await store.transaction((tx) => store.observed.keep(tx, fact), 'full');
    if (isNew) void catchUp(fact.conversation);
  }

  /** Its facts are forgotten, and the call is in the log. */
  async function isOld(conversation: string): Promise<boolean> {
    const known = await store.observed.get(conversation);
    return known === undefined && (await store.calls.get(idOf(conversation))) !== undefined;
  }

  function catchUp(conversation: string): Promise<void> {
    return lanes
      .run(conversation, () => attempt(conversation))
      .catch((error: unknown) =>
        log.error({ err: error, conversation }, 'a conversation could not be followed'),
      );
  }

  /** Another node may have written the same call meanwhile. */
  async function attempt(conversation: string): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await bringUp(conversation);
      } catch (error) {
        if (tries === CONFLICTS || !(error instanceof RingbackError) || error.code !== 'conflict')
          throw error;
      }
    }
  }

  async function bringUp(conversation: string): Promise<void> {
    const row = await store.observed.get(conversation);
    const seen = row && pbx.observe.sum(row.facts);
    if (!row) return;
    const callId = seen && (row.callId ?? (await ourCall(seen)) ?? idOf(conversation));
    if (seen && callId !== undefined) await engine.lanes.run(callId, () => write(callId, seen, row));
    await store.transaction((tx) => store.observed.settle(tx, { conversation, callId, told: row.told }));
    if (!seen || callId === undefined) return;
    options.after(callId, seen);
    watch(conversation, seen);
  }

  /** A call that we asked for carries its id as the command's; one of its legs may be told of before the one that does. */
  async function ourCall({
    commands,
    extension,
    number,
    direction,
  }: ObservedCall): Promise<string | undefined> {
    for (const id of commands) if (await store.calls.get(id)) return id;
    return direction === 'in' ? undefined : options.expected(extension, number);
  }

  async function write(callId: string, seen: ObservedCall, row: ObservedRow): Promise<void> {
    const facts = await engine.load(callId);
    const isOurs = callId !== idOf(row.conversation);
    if (isOurs) options.arrived(callId);
    const at = seen.endedAt === undefined ? now() : new Date(seen.endedAt);
    const draft = facts ? new Draft(facts, at) : await begin(callId, seen, at);
    step(draft, seen, await context(isOurs));
    await engine.commit(draft);
  }

  async function begin(callId: string, seen: ObservedCall, at: Date): Promise<Draft> {
    const { direction, number, line, extension, startedAt } = seen;
    const isInternal = direction === 'internal';
    const found = isInternal ? undefined : await matcher.inTime(number);
    const party = found && onlyParty(found.matches);
    const began = new Date(startedAt);
    const source = direction === 'in' && line ? await visits.ofLine({ number, line, at: began }) : undefined;
    const caller =
      direction === 'in' || extension === undefined ? undefined : await store.agents.byExtension(extension);
    const call: Call = {
      ...{ id: callId, direction, state: direction === 'in' ? 'ringing' : 'connecting', number },
      ...(line === undefined ? {} : { line }),
      ...(caller ? { agent: { id: caller.id, name: caller.name } } : {}),
      ...(party ? { party } : {}),
      ...(source ? { source } : {}),
      ...{ startedAt, durationSeconds: 0, comment: '', version: 1 },
    };
    if (found) engine.remember(callId, found);
    const { byExtension } = await context(false);
    const audience = [...seen.rung, extension ?? ''].flatMap((one) => byExtension.get(one)?.id ?? []);
    const rings = seen.rings.flatMap((one) => byExtension.get(one)?.id ?? []);
    const row = {
      call: rings.length > 0 && direction === 'in' ? { ...call, rings } : call,
      audience: [...new Set(audience)],
    };
    return Draft.create({ ...row, bridgeId: undefined }, { now: at, tell: seen.phase !== 'ended' });
  }

  function watch(conversation: string, seen: ObservedCall): void {
    const key = `summary:${conversation}`;
    if (seen.phase === 'ended' || seen.legs.length > 0) return timers.clear(key);
    timers.set(key, SUMMARY_MS, options.lost);
  }

  return {
    take,
    async resume() {
      for (const conversation of await store.observed.behind()) void catchUp(conversation);
    },
    async seen(conversation) {
      const row = await store.observed.get(conversation);
      return row && pbx.observe.sum(row.facts);
    },
    idle: () => lanes.idle(),
  };
}
