/**
 * Calls the numbers of running campaigns: as many as there are free colleagues of the group, within the hours, and no faster than the
 * pace. An attempt is a callback, so that everything that holds for callbacks holds here: its steps are stored before they are acted
 * on, and a number is never rung twice at once.
 *
 * An entry is `calling`, with the id of a callback that is not there yet, before that callback is stored and rung. A gateway that dies in
 * between finds the entry without its callback, and lets it wait again.
 */
import type { AdapterLog } from '@ringback/adapters';
import {
  type Callback,
  CALLBACK_PROMISE_SECONDS,
  type Campaign,
  type CampaignEntry,
  type EntryResult,
  type Settings,
} from '@ringback/model';
import { isOpen, nextOpening } from '@ringback/model/hours';
import type { Attempts } from '../callbacks/attempt.ts';
import { newCallbackToken } from '../callbacks/token.ts';
import { wanting } from '../callbacks/waiting.ts';
import type { Lanes } from '../calls/lanes.ts';
import type { Timers } from '../calls/timers.ts';
import { followLog } from '../follow-log.ts';
import type { Candidates } from '../routing/candidates.ts';
import type { Store, Tx } from '../store/contract.ts';
import { createWorker, type Worker } from '../worker.ts';
import { leaders, writeCampaign } from './campaigns.ts';

const POSITION = 'campaigns-position';
const MINUTE_MS = 60_000;
/** After nobody of ours picked up, or the number was busy with us, in ms. */
const SOON_MS = MINUTE_MS;

export interface RunnerOptions {
  store: Store;
  settings: () => Settings;
  candidatesOfGroup: (key: string) => Promise<Candidates | undefined>;
  /** Stores the callback with its call, and rings. In the number's lane. */
  begin: Attempts['begin'];
  lanes: Lanes;
  pbxUp: () => boolean;
  now: () => Date;
  newId: () => string;
  timers: Timers;
  log: AdapterLog;
}

export function createCampaignRunner(options: RunnerOptions): Worker {
  const { store, settings, candidatesOfGroup, begin, lanes, pbxUp, now, newId, timers, log } = options;
  /** When calls were begun within the last minute, by campaign; ms. */
  const begun = new Map<string, number[]>();
  const site = (key: string) => settings().sites.find((one) => one.key === key);

  async function settle(tx: Tx, callback: Callback): Promise<void> {
    const { campaign, state, failure } = callback;
    if (!campaign || !['completed', 'failed', 'cancelled'].includes(state)) return;
    const entry = await store.campaigns.entries.byCallback(tx, callback.id);
    if (entry?.state !== 'calling') return;
    const of = await store.campaigns.get(campaign.id, tx);
    const told = of ?? campaign;
    const call =
      callback.callId === undefined ? undefined : (await store.calls.get(callback.callId, tx))?.call;
    const base = { ...entry, ...(call ? { callId: call.id } : {}) };
    const result = resultOf(callback);
    if (result === undefined) return write(tx, again(base, SOON_MS, entry.attempts), told);
    const attempts = entry.attempts + 1;
    const retry = (result === 'busy' || result === 'no-answer') && of && attempts < of.attempts;
    if (retry && failure !== undefined)
      return write(tx, again(base, of.pauseMinutes * MINUTE_MS, attempts), told);
    const done: CampaignEntry = {
      ...{ ...base, attempts, state: 'done', result, doneAt: now().toISOString() },
      ...(result === 'talked' && call
        ? {
            durationSeconds: call.durationSeconds,
            ...(call.agent ? { agent: call.agent } : {}),
            ...(call.disposition ? { disposition: call.disposition } : {}),
          }
        : {}),
    };
    await write(tx, done, told);
  }

  function again(entry: CampaignEntry, inMs: number, attempts: number): CampaignEntry {
    const { callbackId: _, ...rest } = entry;
    const dueAt = new Date(now().getTime() + inMs).toISOString();
    return { ...rest, attempts, state: 'waiting', dueAt };
  }

  async function write(tx: Tx, entry: CampaignEntry, of: Pick<Campaign, 'group'>): Promise<void> {
    await store.campaigns.entries.update(tx, entry);
    if (entry.state !== 'done') return;
    const audience = await leaders(store, of, settings());
    await store.events.append(tx, { type: 'campaign.called', data: { entry }, audience });
  }

  /** Entries that an earlier run was about to call. */
  async function letWait(): Promise<void> {
    for (const entry of await store.campaigns.entries.calling()) {
      const callback = await store.callbacks.get(entry.callbackId ?? '');
      if (callback) continue;
      await store.transaction((tx) => store.campaigns.entries.update(tx, again(entry, 0, entry.attempts)));
    }
  }

  /** Answers when it is worth to look again. */
  async function lead(campaign: Campaign, stopped: () => boolean): Promise<Date | undefined> {
    const at = now();
    const { waiting, calling } = await left(campaign.id);
    if (waiting + calling === 0) return void (await finish(campaign));
    if (!isOpen(campaign.hours, at)) return nextOpening(campaign.hours, at);
    const recent = (begun.get(campaign.id) ?? []).filter((time) => time > at.getTime() - MINUTE_MS);
    begun.set(campaign.id, recent);
    const people = await candidatesOfGroup(campaign.group);
    const room = pbxUp() ? (people?.free.length ?? 0) - (await wanting(store, site)) : 0;
    const pace = campaign.perMinute - recent.length;
    const due = await store.campaigns.entries.due(campaign.id, at, Math.max(0, Math.min(room, pace)));
    for (const entry of due) {
      if (stopped()) return undefined;
      if (await take(campaign, entry)) recent.push(at.getTime());
    }
    const first = recent[0];
    const paced = recent.length >= campaign.perMinute && first !== undefined ? first + MINUTE_MS : Infinity;
    const next = await store.campaigns.entries.nextAt(campaign.id);
    const dueAt = next === undefined ? Infinity : Date.parse(next);
    const times = [paced, dueAt].filter((time) => time > at.getTime() && time < Infinity);
    return times.length > 0 ? new Date(Math.min(...times)) : undefined;
  }

  async function left(campaignId: string) {
    const counts = await store.campaigns.entries.counts(campaignId);
    const of = (wanted: CampaignEntry['state']) =>
      counts.filter(({ state }) => state === wanted).reduce((sum, { count }) => sum + count, 0);
    return { waiting: of('waiting'), calling: of('calling') };
  }

  async function finish({ id }: Campaign): Promise<void> {
    await store.transaction(async (tx) => {
      const campaign = await store.campaigns.get(id, tx);
      if (campaign?.state !== 'running') return;
      const endedAt = now().toISOString();
      const finished = { state: 'finished', endedAt, version: campaign.version + 1 } as const;
      await writeCampaign(store, tx, { ...campaign, ...finished }, settings());
    }, 'full');
  }

  /** In the number's lane: whoever else wants to ring it waits, and sees what is under way. */
  function take(campaign: Campaign, entry: CampaignEntry): Promise<boolean> {
    return lanes.run(`number:${entry.number}`, async () => {
      if (settings().doNotCall.includes(entry.number)) {
        const done = { state: 'done', result: 'do-not-call', doneAt: now().toISOString() } as const;
        await store.transaction((tx) => write(tx, { ...entry, ...done }, campaign));
        return false;
      }
      if (await isUnderWay(entry.number)) {
        const later = again(entry, SOON_MS, entry.attempts);
        await store.transaction((tx) => store.campaigns.entries.update(tx, later));
        return false;
      }
      const callbackId = newId();
      const claimed = await store.transaction(async (tx) => {
        // Paused or stopped a moment ago: the last word is the store's.
        if ((await store.campaigns.get(campaign.id, tx))?.state !== 'running') return false;
        await store.campaigns.entries.update(tx, { ...entry, state: 'calling', callbackId });
        return true;
      }, 'full');
      if (!claimed) return false;
      await begin(
        { callback: callbackOf(campaign, entry, callbackId), token: newCallbackToken() },
        { fresh: true },
      );
      return true;
    });
  }

  async function isUnderWay(number: string): Promise<boolean> {
    if (await store.callbacks.openForNumber(number)) return true;
    return (await store.calls.live()).some(({ call }) => call.number === number);
  }

  function callbackOf({ id, name, group }: Campaign, entry: CampaignEntry, callbackId: string): Callback {
    const at = now();
    return {
      ...{ id: callbackId, siteKey: '', state: 'requested', number: entry.number, attempts: 0 },
      ...(entry.name === undefined ? {} : { name: entry.name }),
      campaign: { id, name, group },
      requestedAt: at.toISOString(),
      promisedUntil: new Date(at.getTime() + CALLBACK_PROMISE_SECONDS * 1000).toISOString(),
    };
  }

  let first = true;
  return createWorker({
    ...{ store, now, timers, log, name: 'campaigns' },
    async round(stopped) {
      if (first) await letWait();
      first = false;
      await followLog({ store, log, position: POSITION }, (tx, { event }) =>
        event.type === 'callback.changed' ? settle(tx, event.data.callback) : Promise.resolve(),
      );
      const running = (await store.campaigns.list()).filter(({ state }) => state === 'running');
      const times: (Date | undefined)[] = [];
      for (const campaign of running) times.push(await lead(campaign, stopped));
      const next = Math.min(...times.map((time) => time?.getTime() ?? Infinity));
      return next < Infinity ? new Date(next).toISOString() : undefined;
    },
  });
}

/** `undefined`: it was nothing that the number did, and is no attempt. */
function resultOf({ state, failure }: Callback): EntryResult | undefined {
  if (state === 'completed') return 'talked';
  if (state === 'cancelled') return 'cancelled';
  switch (failure) {
    case 'no-answer':
      return 'no-answer';
    case 'visitor-busy':
      return 'busy';
    case 'number-not-callable':
      return 'unreachable';
    default:
      return undefined;
  }
}
