/** Takes a request: checks it, joins it to what is open for the number, promises what can be kept. */
import {
  type Callback,
  CALLBACK_PROMISE_SECONDS,
  type CallbackInput,
  type CallbackStatus,
  RingbackError,
  SCHEDULED_PROMISE_SECONDS,
  type Settings,
  type Site,
} from '@ringback/model';
import { spanAt } from '@ringback/model/hours';
import { present } from '../present.ts';
import { type CallbackRow, FINISHED_CALLBACKS, type NewEvent, type Store } from '../store/contract.ts';
import type { Visits } from '../visits/visits.ts';
import type { Attempts } from './attempt.ts';
import type { BrowserCalls } from './browser-calls.ts';
import { type Limits, NUMBER_MEMORY_MS } from './limits.ts';
import type { Offers } from './offer.ts';
import type { Pressure } from './pressure.ts';
import type { Proofs } from './proof.ts';
import { checkWay, readWish, refusals } from './request.ts';
import { callbackRight, joinedToken, newCallbackToken } from './token.ts';
import { GIVE_UP_MS } from './waiting.ts';

export interface TakeOptions {
  store: Store;
  settings: () => Settings;
  visits: Pick<Visits, 'claim'>;
  limits: Limits;
  offers: Offers;
  pressure: Pressure;
  proofs: Proofs;
  attempts: Attempts;
  browserCalls: Pick<BrowserCalls, 'admit' | 'expect'>;
  tell: (row: CallbackRow, token: string) => Promise<CallbackStatus>;
  waits: (callback: Callback) => void;
  now: () => Date;
  newId: () => string;
}

type Wish = Pick<CallbackInput, 'when' | 'department'>;
type Promised = Pick<Callback, 'promisedUntil'> & Partial<Pick<Callback, 'dueAt' | 'dueBecause'>>;

/** What can be promised for the wish: a call at once, or at a time. Rejects with what stands in the way. */
export async function promiseOf(
  site: Site,
  { when = 'now', department }: Wish,
  { offers, now }: Pick<TakeOptions, 'offers' | 'now'>,
): Promise<Promised> {
  const at = now();
  const after = (date: Date, seconds: number) => new Date(date.getTime() + seconds * 1000).toISOString();
  if (when === 'now') {
    const obstacle = await offers.obstacle(site, department);
    if (obstacle) throw refusals.obstacle(obstacle);
    return { promisedUntil: after(at, CALLBACK_PROMISE_SECONDS) };
  }
  if (when === 'opening') {
    const opens = offers.opensAt(site);
    if (!opens) throw refusals.obstacle('closed');
    // Within the hours nobody knows when a colleague comes: by the end of them, then.
    const closes = site.callHours && spanAt(site.callHours, opens)?.to;
    const until = opens > at ? after(opens, SCHEDULED_PROMISE_SECONDS) : closes?.toISOString();
    return {
      dueAt: opens.toISOString(),
      dueBecause: 'opening',
      promisedUntil: until ?? after(at, GIVE_UP_MS / 1000),
    };
  }
  const time = new Date(when);
  if (!offers.isOffered(site, time)) throw refusals.time();
  return { dueAt: when, dueBecause: 'chosen', promisedUntil: after(time, SCHEDULED_PROMISE_SECONDS) };
}

export interface Request {
  /** E.164; absent where the visitor calls from his browser. */
  number: string | undefined;
  address: string;
  /** `Idempotency-Key` of the page that asks. */
  key?: string | undefined;
}

/** In the number's lane. */
export function createTake(options: TakeOptions) {
  const {
    store,
    settings,
    visits,
    limits,
    pressure,
    proofs,
    attempts,
    browserCalls,
    tell,
    waits,
    now,
    newId,
  } = options;

  async function checkWork(site: Site, { proof }: CallbackInput): Promise<void> {
    const work = pressure.workFor(site.key);
    pressure.count(site.key);
    if (work === 0) return;
    if (proof === undefined || !(await proofs.spend(site.key, proof, work))) throw refusals.proof();
  }

  function newCallback(
    site: Site,
    input: CallbackInput,
    of: Promised & Pick<Callback, 'source'> & { number: string | undefined; token: string },
  ): CallbackRow {
    const { name, message, page, timeZone, variant, by } = input;
    const { department } = readWish(site, input);
    const { number, source, token, ...promised } = of;
    const optional = {
      by,
      name,
      message,
      page,
      timeZone,
      variant,
      department,
      source,
      consent: site.consent,
    };
    const callback: Callback = {
      id: newId(),
      siteKey: site.key,
      state: 'scheduled',
      number: number ?? '',
      ...present(optional),
      attempts: 0,
      requestedAt: now().toISOString(),
      ...promised,
    };
    return { callback, token };
  }

  async function schedule(row: CallbackRow): Promise<void> {
    const { callback } = row;
    await store.transaction(async (tx) => {
      await store.callbacks.insert(tx, row);
      const event = { type: 'callback.requested', data: { callback }, audience: null } as NewEvent;
      await store.events.append(tx, event);
    }, 'full');
    waits(callback);
  }

  /**
   * Who asks again for a number that waits is called now, if that can be had; else he follows what is agreed on. `asked`: the token that he
   * would have got for a new one; it is the row's own where his page asked for it already and has not heard the answer.
   */
  async function join(
    site: Site,
    row: CallbackRow,
    { input, asked }: { input: CallbackInput; asked: string },
  ): Promise<CallbackStatus> {
    const token = callbackRight(row.token, asked) === 'own' ? row.token : joinedToken(row.token);
    const now = (input.when ?? 'now') === 'now';
    if (!now || row.callback.state !== 'scheduled') return tell(row, token);
    const promised = await promiseOf(site, input, options).catch(() => undefined);
    return tell(promised ? await attempts.begin(row) : row, token);
  }

  return async (
    site: Site,
    input: CallbackInput,
    { number, address, key }: Request,
  ): Promise<CallbackStatus> => {
    const token = newCallbackToken(
      key === undefined ? undefined : { siteKey: site.key, number: number ?? '', key },
    );
    readWish(site, input);
    checkWay(site, input);
    await checkWork(site, input);
    if (number !== undefined && settings().doNotCall.includes(number)) throw refusals.doNotCall();
    const since = new Date(now().getTime() - NUMBER_MEMORY_MS);
    const before = number === undefined ? [] : await store.callbacks.openOrSince(number, since);
    const open = before.find(({ callback }) => !FINISHED_CALLBACKS.includes(callback.state));
    if (open) return join(site, open, { input, asked: token });
    // Only a script fills in what people do not see; it is told nothing that would teach it.
    if (input.website) throw new RingbackError('invalid', 'The request could not be read.');
    limits.check(
      { number, address },
      before.map(({ callback }) => callback.requestedAt),
    );
    const promised = await promiseOf(site, input, options);
    limits.count({ number, address });
    const admitted = number === undefined ? await browserCalls.admit(site) : undefined;
    const source = await visits.claim(site, input.visit, number);
    const row = newCallback(site, input, { number, source, token, ...promised });
    if (admitted) {
      const { callback } = await attempts.begin(row, { fresh: true });
      return {
        ...(await tell({ ...row, callback }, row.token)),
        browser: browserCalls.expect(callback, admitted),
      };
    }
    if (promised.dueAt === undefined) return tell(await attempts.begin(row, { fresh: true }), row.token);
    await schedule(row);
    return tell(row, row.token);
  };
}
