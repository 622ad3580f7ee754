/** The visitors' side: takes requests, keeps an eye on promises, tells the true state. */
import {
  type Agent,
  type Callback,
  type CallbackInput,
  type CallbackMove,
  type CallbackRating,
  type CallbackState,
  type CallbackStatus,
  RingbackError,
  type Settings,
  type Site,
  withoutVisitor,
} from '@ringback/model';
import type { AdapterLog, Pbx } from '@ringback/adapters';
import type { CallbackEventType, CallbackStep } from '../calls/draft.ts';
import type { Engine } from '../calls/engine.ts';
import type { TimerSet } from '../calls/timers.ts';
import type { Matcher } from '../crm/matcher.ts';
import { isOpenNow } from '../routing/plan.ts';
import { among, type Candidates } from '../routing/candidates.ts';
import type { CallbackRow, NewEvent, Store } from '../store/contract.ts';
import type { Visits } from '../visits/visits.ts';
import { type Attempts, createAttempts } from './attempt.ts';
import { type BrowserCalls, createBrowserCalls } from './browser-calls.ts';
import { failCallback } from './decide.ts';
import { createLimits } from './limits.ts';
import { createOffers, type Offers } from './offer.ts';
import { createPressure } from './pressure.ts';
import { createProofs } from './proof.ts';
import { createTake, promiseOf, type Request } from './take.ts';
import { callbackRight } from './token.ts';
import { readVisitorNumber } from './request.ts';
import { createWaiting, wanting } from './waiting.ts';

const UNDER_WAY = [
  'requested',
  'agent-ringing',
  'visitor-ringing',
  'connected',
] as const satisfies CallbackState[];

export interface DeskOptions {
  engine: Engine;
  store: Store;
  matcher: Matcher;
  candidates: () => Promise<Candidates>;
  settings: () => Settings;
  now: () => Date;
  newId: () => string;
  log: AdapterLog;
  timers: TimerSet;
  pbxUp: () => boolean;
  visits: Pick<Visits, 'claim'>;
  /** How an attempt rings, where the PBX leads its calls itself. */
  ring?: (callId: string) => Promise<void>;
  /** Credentials for browsers, where the PBX has them. */
  devices: Pbx['devices'];
}

/** Who asks: the address that the request came from, and the key by which a page knows its own request again. */
export type Asker = Pick<Request, 'address' | 'key'>;

export interface CallbackDesk {
  offer: Offers['make'];
  request(site: Site, input: CallbackInput, asker: Asker): Promise<CallbackStatus>;
  status(id: string, token: string): Promise<CallbackStatus>;
  cancel(id: string, token: string): Promise<CallbackStatus>;
  /** Another time, while nobody has been rung. */
  move(site: Site, id: string, wish: { token: string } & CallbackMove): Promise<CallbackStatus>;
  rate(id: string, token: string, rating: CallbackRating): Promise<CallbackStatus>;
  /** Whoever was rung says that he never asked: everything that is open for the number is called off. Answers the number. */
  disown(agent: Agent, callbackId: string): Promise<string>;
  /** Callbacks that this visitor asked for, and that have no call, say no more than their campaign. */
  forgetVisit(visitId: string): Promise<void>;
  /** Promises that an earlier run of the gateway left behind. */
  watch(): Promise<void>;
  /** Callbacks that were asked for and not begun. Behind the barrier. */
  resume(): Promise<void>;
  /** An agent may be free now, or the PBX is back: those who wait are looked at. */
  look(): void;
  /** Who can be rung for this callback now. */
  freeFor(callback: Callback): Promise<readonly Agent[]>;
  /** The members of a group, while it is open; undefined where there is no such group. */
  candidatesOfGroup(key: string): Promise<Candidates | undefined>;
  /** One attempt of a callback that nobody has asked for. In the number's lane. */
  begin: Attempts['begin'];
  /** An INVITE of no agent's device. */
  offered: BrowserCalls['offered'];
}

export function createCallbackDesk(options: DeskOptions): CallbackDesk {
  const { engine, store, candidates, settings, now, log, timers, pbxUp } = options;
  const limits = createLimits({ store, now });
  const pressure = createPressure({ now });
  const proofs = createProofs({ now });
  const offers = createOffers({
    ...{ candidatesFor, limits, pressure, proofs, now, pbxUp },
    wanting: () => wanting(store, site),
  });
  const attempts = createAttempts({ ...options, freeFor, groupFor, watchPromise });
  const browserCalls = createBrowserCalls({ ...options, site, line: () => settings().line });
  const take = createTake({
    ...options,
    limits,
    offers,
    pressure,
    proofs,
    attempts,
    browserCalls,
    tell,
    waits: (callback) => waiting.added(callback),
  });
  const waiting = createWaiting({
    ...{ store, site, candidatesOf, now, timers, log, pbxUp, lanes: engine.lanes },
    begin: (callback) => ifItWaits(callback, (row) => attempts.begin(row)),
    giveUp: (callback) => ifItWaits(callback, (row) => attempts.giveUp(row)),
    breakPromise: (callback) => ifItWaits(callback, breakPromise),
  });

  function site(key: string): Site | undefined {
    return settings().sites.find((one) => one.key === key);
  }

  /** Whoever can be rung for this site and department. */
  async function candidatesFor(of: Site, department: string | undefined): Promise<Candidates> {
    const all = await candidates();
    const named = of.departments?.find(({ id }) => id === department)?.agents ?? [];
    return named.length === 0 ? all : among(all, ({ login }) => named.includes(login));
  }

  /** The members of the group in whose queue the caller waited. */
  async function candidatesOfGroup(key: string): Promise<Candidates | undefined> {
    const { routing } = settings();
    const group = routing.groups.find((one) => one.key === key);
    if (!group) return undefined;
    const members = among(await candidates(), ({ id }) => group.members.includes(id));
    const open = isOpenNow(routing, group.schedule, group.branch, now());
    return open ? members : { ...members, free: [] };
  }

  async function candidatesOf({
    siteKey,
    department,
    queue,
    campaign,
  }: Callback): Promise<Candidates | undefined> {
    const group = queue?.group ?? campaign?.group;
    if (group !== undefined) return candidatesOfGroup(group);
    const of = site(siteKey);
    return of && candidatesFor(of, department?.id);
  }

  async function freeFor(callback: Callback): Promise<readonly Agent[]> {
    return (await candidatesOf(callback))?.free ?? [];
  }

  async function groupFor(callback: Callback): Promise<readonly Agent[]> {
    return (await candidatesOf(callback))?.group ?? [];
  }

  async function tell({ callback }: CallbackRow, token: string): Promise<CallbackStatus> {
    const { id, state, failure, dueAt, dueBecause, promisedUntil, callId, rating, kept } = callback;
    const call = callId === undefined ? undefined : (await store.calls.get(callId))?.call;
    const agentName = state === 'scheduled' ? undefined : call?.agent?.name;
    return {
      ...{ id, token, state, promisedUntil, now: now().toISOString() },
      ...(failure === undefined ? {} : { failure }),
      ...(agentName === undefined ? {} : { agentName }),
      ...(dueAt === undefined || state !== 'scheduled' ? {} : { dueAt, dueBecause }),
      ...(rating ? { rated: true } : {}),
      ...(kept === undefined ? {} : { kept }),
    };
  }

  /** A request from a site is in the customer's history for everybody; of a group's queue or list only the group is told. */
  function audienceOf({ queue, campaign }: Callback): string[] | null {
    const key = queue?.group ?? campaign?.group;
    if (key === undefined) return null;
    const group = settings().routing.groups.find((one) => one.key === key);
    return group ? [...new Set([...group.members, ...group.heads])] : [];
  }

  /** A step outside of any call. In the number's lane. */
  async function change(row: CallbackRow, step: CallbackStep & Partial<Callback>): Promise<CallbackRow> {
    const ends = step.state === 'failed' && row.callback.kept === undefined;
    const kept = ends ? { kept: false } : {};
    const next: CallbackRow = { ...row, callback: { ...row.callback, ...step, ...kept } };
    const events: CallbackEventType[] = [];
    if (step.state !== undefined || step.dueAt !== undefined || step.rating) events.push('callback.changed');
    if (next.callback.kept === false && row.callback.kept === undefined) events.push('callback.broken');
    await store.transaction(async (tx) => {
      await store.callbacks.update(tx, next);
      for (const type of events)
        await store.events.append(tx, {
          type,
          data: { callback: next.callback },
          audience: audienceOf(next.callback),
        } as NewEvent);
    }, 'full');
    return next;
  }

  /** Works on the newest row, alone among all who care for this number. */
  function inNumber(of: Callback, work: (row: CallbackRow) => Promise<unknown>): Promise<void> {
    return engine.lanes.run(`number:${of.number}`, async () => {
      const row = await store.callbacks.get(of.id);
      if (row) await work(row);
    });
  }

  const ifItWaits: typeof inNumber = (of, work) =>
    inNumber(of, async (row) => (row.callback.state === 'scheduled' ? work(row) : undefined));

  /** Of an attempt that is under way. What waits is looked at by the clock on the wall, which may be set meanwhile. */
  function watchPromise({ id, callId, promisedUntil }: Callback): void {
    if (callId === undefined) return;
    const left = Date.parse(promisedUntil) - now().getTime();
    timers.set(`promise:${id}`, left, () => void engine.happen(callId, { type: 'promise.passed' }));
  }

  async function breakPromise(row: CallbackRow): Promise<unknown> {
    return row.callback.kept === undefined ? change(row, { kept: false }) : undefined;
  }

  async function authorised(id: string, token: string) {
    const row = await store.callbacks.get(id);
    const right = row && callbackRight(row.token, token);
    if (!row || !right) throw new RingbackError('not-found', 'There is no such callback.');
    return { row, right };
  }

  async function own(id: string, token: string): Promise<CallbackRow> {
    const { row, right } = await authorised(id, token);
    if (right === 'own') return row;
    throw new RingbackError('forbidden', 'This callback was asked for from another page.', {
      hint: 'It can be cancelled there.',
    });
  }

  /** Stops whatever is under way; what has been talked or has ended stays as it is. */
  async function callOff(callback: Callback): Promise<void> {
    await ifItWaits(callback, (row) => change(row, { state: 'cancelled' }));
    const after = (await store.callbacks.get(callback.id))?.callback;
    if (after?.callId !== undefined && after.state !== 'cancelled')
      await engine.happen(after.callId, { type: 'cancelled' });
  }

  return {
    offer: offers.make,
    async request(of, input, asker) {
      const number = input.by === 'browser' ? undefined : readVisitorNumber(of, input);
      return engine.lanes.run(`number:${number ?? ''}`, () => take(of, input, { number, ...asker }));
    },

    async status(id, token) {
      const { row } = await authorised(id, token);
      return tell(row, token);
    },

    async cancel(id, token) {
      await callOff((await own(id, token)).callback);
      const { row: after } = await authorised(id, token);
      if (after.callback.state === 'connected') {
        throw new RingbackError('conflict', 'You are talking already.', {
          hint: 'Hang up your phone to end the call.',
        });
      }
      return tell(after, token);
    },

    async move(of, id, { token, when }) {
      const row = await own(id, token);
      if (row.callback.state !== 'scheduled') {
        throw new RingbackError('conflict', 'We are calling already.', {
          hint: 'Cancel it to choose another time.',
        });
      }
      await ifItWaits(row.callback, async (fresh) => {
        const step = await promiseOf(of, { when, department: row.callback.department?.id }, { offers, now });
        await change(fresh, step);
      });
      waiting.look();
      return tell((await authorised(id, token)).row, token);
    },

    async rate(id, token, rating) {
      const row = await own(id, token);
      if (row.callback.state !== 'completed' || row.callback.rating) {
        throw new RingbackError('conflict', 'There is no talk to be rated, or it was rated already.');
      }
      return tell(await change(row, { rating }), token);
    },

    async disown(agent, callbackId) {
      const row = await store.callbacks.get(callbackId);
      if (!row) throw new RingbackError('not-found', 'There is no such callback.');
      const { number } = row.callback;
      if (number === '') {
        throw new RingbackError('invalid', 'This visitor has called from his browser.', {
          hint: 'There is no number that could be left alone.',
        });
      }
      await store.transaction((tx) =>
        store.audit.append(tx, {
          ...{ actor: agent.id, entity: 'callback', entityId: callbackId },
          ...{ field: 'disowned', old: null, new: number },
        }),
      );
      for (const { callback } of await store.callbacks.openOrSince(number, now()))
        if (callback.state !== 'connected') await callOff(callback);
      return number;
    },

    async forgetVisit(visitId) {
      for (const { callback } of await store.callbacks.ofVisit(visitId))
        await inNumber(callback, (row) => {
          const { source } = row.callback;
          return source ? change(row, { source: withoutVisitor(source) }) : Promise.resolve();
        });
    },

    async watch() {
      for (const { callback } of await store.callbacks.inStates(UNDER_WAY)) {
        if (callback.kept === undefined && !callback.campaign) watchPromise(callback);
      }
      waiting.look();
    },

    async resume() {
      for (const { callback } of await store.callbacks.inStates(['requested'])) {
        const { callId, promisedUntil, by } = callback;
        if (callId === undefined) continue;
        const inTime = now().getTime() < Date.parse(promisedUntil);
        if (inTime && by !== 'browser') await attempts.ring(callId);
        // Nobody is called out of the blue, long after he has stopped waiting; and who calls himself calls again.
        else
          await engine.decideNow(callId, (draft) =>
            failCallback(draft, { failure: 'restarted' }, settings()),
          );
      }
      waiting.look();
    },

    look: waiting.look,
    freeFor,
    candidatesOfGroup,
    begin: attempts.begin,
    offered: browserCalls.offered,
  };
}
