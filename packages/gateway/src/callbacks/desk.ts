/** The visitors' side: takes requests, keeps an eye on promises, tells the true state. */
import {
  type Call,
  type Callback,
  CALLBACK_PROMISE_SECONDS,
  type CallbackInput,
  type CallbackState,
  type CallbackStatus,
  RingbackError,
  type Settings,
  type Site,
} from '@ringback/model';
import type { AdapterLog } from '@ringback/adapters';
import { Draft } from '../calls/draft.ts';
import { type Engine, onlyParty } from '../calls/engine.ts';
import type { TimerSet } from '../calls/timers.ts';
import type { Matcher } from '../crm/matcher.ts';
import type { Candidates } from '../routing/candidates.ts';
import type { CallbackRow, Store } from '../store/contract.ts';
import { failCallback, ringForCallback } from './decide.ts';
import { LIMIT_WINDOW_MS, MOST_PER_NUMBER, MOST_PER_SITE, readVisitorNumber, refusals } from './request.ts';
import { callbackRight, joinedToken, newCallbackToken } from './token.ts';

const UNFINISHED = [
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
}

export interface CallbackDesk {
  request(site: Site, input: CallbackInput): Promise<CallbackStatus>;
  status(id: string, token: string): Promise<CallbackStatus>;
  cancel(id: string, token: string): Promise<CallbackStatus>;
  /** Promises of callbacks that an earlier run left behind. */
  watch(): Promise<void>;
  /** Callbacks that were asked for and not begun. Behind the barrier. */
  resume(): Promise<void>;
}

export function createCallbackDesk(options: DeskOptions): CallbackDesk {
  const { engine, store, matcher, candidates, settings, now, newId, log, timers, pbxUp } = options;

  const tell = ({ callback }: CallbackRow, token: string): CallbackStatus => ({
    id: callback.id,
    token,
    state: callback.state,
    ...(callback.failure === undefined ? {} : { failure: callback.failure }),
    promisedUntil: callback.promisedUntil,
    now: now().toISOString(),
  });

  function watchPromise({ callId, promisedUntil }: Callback): void {
    if (callId === undefined) return;
    const left = Date.parse(promisedUntil) - now().getTime();
    timers.set(`promise:${callId}`, left, () => void engine.happen(callId, { type: 'promise.passed' }));
  }

  async function checkLimits(number: string, siteKey: string): Promise<void> {
    const since = new Date(now().getTime() - LIMIT_WINDOW_MS);
    const [byNumber, bySite] = await Promise.all([
      store.callbacks.countSince({ number, since }),
      store.callbacks.countSince({ siteKey, since }),
    ]);
    if (byNumber >= MOST_PER_NUMBER || bySite >= MOST_PER_SITE) throw refusals.tooMany();
  }

  /** Nothing is promised that cannot be kept. */
  async function whoCanKeepIt(): Promise<Candidates['free']> {
    const { free, allBusy } = await candidates();
    if (free.length === 0) throw allBusy ? refusals.allBusy() : refusals.nobodyThere();
    return free;
  }

  async function take(site: Site, input: CallbackInput, number: string): Promise<CallbackStatus> {
    const open = await store.callbacks.openForNumber(number);
    if (open) return tell(open, joinedToken(open.token));
    if (!pbxUp()) throw refusals.pbxDown();
    await checkLimits(number, site.key);
    const agents = await whoCanKeepIt();
    const found = await matcher.inTime(number);
    const at = now();
    const row = newCallback({ site, input, number, at });
    const call = newCall(row.callback, { at, line: settings().line, party: onlyParty(found.matches) });
    const audience = agents.map((agent) => agent.id);
    const callRow = { call, audience, bridgeId: call.id };
    engine.remember(call.id, found);
    await engine.commit(Draft.create(callRow, { now: at, tell: false, callback: row }));
    watchPromise(row.callback);
    engine.lanes
      .run(call.id, () => begin(call.id))
      .catch((error: unknown) => log.error({ err: error, callId: call.id }, 'a callback could not be begun'));
    return tell(row, row.token);
  }

  function newCallback(of: { site: Site; input: CallbackInput; number: string; at: Date }): CallbackRow & {
    callback: { callId: string };
  } {
    const { site, input, number, at } = of;
    const { name, page } = input;
    const callback = {
      id: newId(),
      siteKey: site.key,
      state: 'requested' as const,
      number,
      ...(name === undefined ? {} : { name }),
      ...(page === undefined ? {} : { page }),
      callId: newId(),
      requestedAt: at.toISOString(),
      promisedUntil: new Date(at.getTime() + CALLBACK_PROMISE_SECONDS * 1000).toISOString(),
    };
    return { callback, token: newCallbackToken() };
  }

  /** Rings the agents. In the lane of the call, or behind the barrier. */
  async function begin(callId: string): Promise<void> {
    const { free } = await candidates();
    const facts = await engine.load(callId);
    const [match] = facts ? await engine.matchesOf(facts.row.call) : [];
    await engine.decideNow(callId, (draft, circumstances) => {
      const name = match?.party.name ?? draft.call.claimedName;
      ringForCallback(draft, { free, name }, circumstances);
    });
  }

  async function authorised(id: string, token: string) {
    const row = await store.callbacks.get(id);
    const right = row && callbackRight(row.token, token);
    if (!row || !right) throw new RingbackError('not-found', 'There is no such callback.');
    return { row, right };
  }

  return {
    async request(site, input) {
      const number = readVisitorNumber(site, input);
      return engine.lanes.run(`number:${number}`, () => take(site, input, number));
    },

    async status(id, token) {
      const { row } = await authorised(id, token);
      return tell(row, token);
    },

    async cancel(id, token) {
      const { row, right } = await authorised(id, token);
      if (right === 'joined') {
        throw new RingbackError('forbidden', 'This callback was asked for from another page.', {
          hint: 'It can be cancelled there.',
        });
      }
      const { callId } = row.callback;
      if (callId !== undefined) await engine.happen(callId, { type: 'cancelled' });
      const { row: after } = await authorised(id, token);
      if (after.callback.state === 'connected') {
        throw new RingbackError('conflict', 'You are talking already.', {
          hint: 'Hang up your phone to end the call.',
        });
      }
      return tell(after, token);
    },

    async watch() {
      for (const { callback } of await store.callbacks.inStates(UNFINISHED)) {
        if (callback.kept === undefined) watchPromise(callback);
      }
    },

    async resume() {
      for (const { callback } of await store.callbacks.inStates(['requested'])) {
        const { callId, promisedUntil } = callback;
        if (callId === undefined) continue;
        if (now().getTime() < Date.parse(promisedUntil)) await begin(callId);
        // Nobody is called out of the blue, long after he has stopped waiting.
        else await engine.decideNow(callId, (draft) => failCallback(draft, { failure: 'restarted' }));
      }
    },
  };
}

function newCall(
  callback: Callback & { callId: string },
  { at, line, party }: { at: Date; line: string; party: Call['party'] },
): Call {
  const { name, page } = callback;
  return {
    id: callback.callId,
    direction: 'out',
    state: 'connecting',
    number: callback.number,
    ...(name === undefined ? {} : { claimedName: name }),
    line,
    ...(party ? { party } : {}),
    callback: { id: callback.id, ...(page === undefined ? {} : { page }) },
    startedAt: at.toISOString(),
    durationSeconds: 0,
    comment: '',
    version: 1,
  };
}
