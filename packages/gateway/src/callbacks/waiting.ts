/** Callbacks that wait for their time: begun when it comes, in order, one for each colleague who is free. */
import type { Callback, CallbackState, Site } from '@ringback/model';
import { isOpen } from '@ringback/model/hours';
import type { AdapterLog } from '@ringback/adapters';
import type { Lanes } from '../calls/lanes.ts';
import type { TimerSet } from '../calls/timers.ts';
import type { Candidates } from '../routing/candidates.ts';
import type { Store } from '../store/contract.ts';

/** How long a callback waits for somebody after its time, in ms; then it is told as failed. */
export const GIVE_UP_MS = 12 * 60 * 60_000;

/** How long nobody looks at most, in ms: a clock may have been set, and a machine may have slept, without any timer's notice. */
const LOOK_MS = 60_000;

const BEGUN = ['requested', 'agent-ringing', 'visitor-ringing'] as const satisfies CallbackState[];

/** How many are under way that want one free colleague each. */
export async function wanting(
  { callbacks }: Pick<Store, 'callbacks'>,
  site: (key: string) => Site | undefined,
): Promise<number> {
  const begun = await callbacks.inStates(BEGUN);
  const wants = ({ state, siteKey }: Callback) =>
    state !== 'visitor-ringing' || site(siteKey)?.firstLeg === 'visitor';
  return begun.filter(({ callback }) => wants(callback)).length;
}

export interface WaitingOptions {
  store: Pick<Store, 'callbacks'>;
  site: (key: string) => Site | undefined;
  /** Undefined: the site, or the group, is no more. */
  candidatesOf: (callback: Callback) => Promise<Candidates | undefined>;
  /** Begins the callback if it still waits. */
  begin: (callback: Callback) => Promise<void>;
  /** Nobody came in all the time. */
  giveUp: (callback: Callback) => Promise<void>;
  /** What was promised has not been kept if it still waits. */
  breakPromise: (callback: Callback) => Promise<void>;
  now: () => Date;
  timers: TimerSet;
  log: AdapterLog;
  pbxUp: () => boolean;
  lanes: Lanes;
}

export interface Waiting {
  /** Begins what is due, as far as there are people for it, and sets the timer for what comes next. Never rejects. */
  look(): void;
  /** One more waits: however many others do, they are looked at only if there is somebody for it now. Never rejects. */
  added(callback: Callback): void;
}

export function createWaiting(options: WaitingOptions): Waiting {
  const { store, site, candidatesOf, begin, giveUp, breakPromise, now, timers, log, pbxUp, lanes } = options;
  /** A look is on its way that will see what is asked for now. */
  let wanted = false;
  /** Waits since now, one for each kind of people wanted. */
  const fresh = new Map<string, Callback>();
  /** When the timer goes off; in ms. */
  let nextAt = Infinity;

  /** How many more can be begun for those who can take this one, without those that are on their way. */
  const room = async ({ free }: Candidates): Promise<number> => free.length - (await wanting(store, site));

  /** After the owner's hours nobody's phone rings any more, but of one to whom it is promised still. */
  function mayBegin(callback: Callback, time: number): boolean {
    const { callHours } = site(callback.siteKey) ?? {};
    return !callHours || isOpen(callHours, new Date(time)) || Date.parse(callback.promisedUntil) >= time;
  }

  /** Begins are not waited for: a job of a lane must not wait for another. */
  async function go(): Promise<void> {
    const waiting = (await store.callbacks.inStates(['scheduled'])).map(({ callback }) => callback);
    waiting.sort((a, b) => dueAt(a) - dueAt(b) || a.requestedAt.localeCompare(b.requestedAt));
    const time = now().getTime();
    /** Asked once for all who want the same people. */
    const asked = new Map<string, Promise<{ room: number } | undefined>>();
    const peopleFor = (callback: Callback) => {
      const key = wantsOf(callback);
      const people =
        asked.get(key) ?? candidatesOf(callback).then(async (of) => of && { room: await room(of) });
      asked.set(key, people);
      return people;
    };
    let begun = 0;
    for (const callback of waiting) if (promiseAt(callback) <= time) start(breakPromise(callback));
    for (const callback of waiting.filter((each) => dueAt(each) <= time)) {
      const of = await peopleFor(callback);
      if (!of || time - dueAt(callback) > GIVE_UP_MS) start(giveUp(callback));
      else if (pbxUp() && of.room > begun && mayBegin(callback, time)) {
        begun += 1;
        start(begin(callback));
      }
    }
    nextAt = Infinity;
    // Also when nobody waits: another node may take a request.
    wakeAt(waiting.reduce((first, each) => Math.min(first, nextOf(each, time)), Infinity));
  }

  function wakeAt(at: number): void {
    const time = now().getTime();
    const soon = Math.min(at, time + LOOK_MS);
    if (soon >= nextAt) return;
    nextAt = soon;
    timers.set('callbacks:next', soon - time, look);
  }

  function added(callback: Callback): void {
    const time = now().getTime();
    wakeAt(nextOf(callback, time));
    if (dueAt(callback) > time || !pbxUp()) return;
    fresh.set(wantsOf(callback), callback);
    // Many are stored in one turn: people are asked for once.
    if (fresh.size === 1) inTurn(lookForFresh, 'new callbacks could not be looked at');
  }

  async function lookForFresh(): Promise<void> {
    const each = [...fresh.values()];
    fresh.clear();
    for (const callback of each) {
      const of = await candidatesOf(callback);
      if (of && of.free.length > 0) return look();
    }
  }

  function start(step: Promise<void>): void {
    step.catch((error: unknown) => log.error({ err: error }, 'a waiting callback could not be taken up'));
  }

  function look(): void {
    if (wanted) return;
    wanted = true;
    const turn = () => {
      wanted = false;
      return go();
    };
    inTurn(turn, 'waiting callbacks could not be looked at');
  }

  function inTurn(turn: () => Promise<void>, otherwise: string): void {
    lanes.run('callbacks', turn).catch((error: unknown) => log.error({ err: error }, otherwise));
  }

  return { look, added };
}

/** The same for all who want the same people. */
const wantsOf = ({ siteKey, department, queue }: Callback) =>
  `${siteKey} ${department?.id ?? ''} ${queue?.group ?? ''}`;

const dueAt = ({ dueAt: due, requestedAt }: Callback) => Date.parse(due ?? requestedAt);
/** What of it comes next by itself: its time, or the end of what was promised. */
const nextOf = (callback: Callback, time: number) =>
  Math.min(...[dueAt(callback), promiseAt(callback)].filter((at) => at > time));

/** `Infinity` once it is decided. */
const promiseAt = ({ kept, promisedUntil }: Callback) =>
  kept === undefined ? Date.parse(promisedUntil) : Infinity;
