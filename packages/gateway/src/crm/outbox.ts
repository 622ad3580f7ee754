/**
 * What hosts have to be told, and are told in their own time. It is fed from the event log, so that a gateway that dies loses nothing; a
 * host that is down for a day gets everything in order afterwards, each call once with all that is known by then.
 */
import { type AdapterLog, AdapterError, type Crm } from '@ringback/adapters';
import type { Call, Callback } from '@ringback/model';
import type { Timers } from '../calls/timers.ts';
import { followLog } from '../follow-log.ts';
import { noteOwed } from '../missed/note.ts';
import type { OutboxEntry, Store, StoredEvent, Tx } from '../store/contract.ts';
import { createWorker, jitteredPause, type Worker } from '../worker.ts';
import { sentenceOf } from './breaker.ts';
import type { CrmClient } from './client.ts';
import type { CrmHub } from './hub.ts';
import { tellHost, type TellOptions } from './tell-host.ts';

/** Records that one host is told of at the same time. */
const SIDE_BY_SIDE = 4;
const LONGEST_PAUSE_MS = 10 * 60 * 1000;
const POSITION = 'outbox-position';

export interface OutboxOptions extends Pick<TellOptions, 'recording'> {
  store: Store;
  hub: CrmHub;
  now: () => Date;
  random: () => number;
  timers: Timers;
  log: AdapterLog;
}

export type Outbox = Worker;

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, hub, now, timers, log } = options;
  return createWorker({
    ...{ store, now, timers, log, name: 'the outbox' },
    async round(stopped) {
      await followLog({ store, log, position: POSITION }, (tx, stored) => follow(store, tx, hub, stored));
      const hosts = accounts(hub);
      await Promise.all(hosts.map((host) => tellAll(options, host, stopped)));
      const times = await Promise.all(hosts.map(({ manifest }) => store.outbox.nextAt(manifest.id)));
      return times.filter((time) => time !== undefined).sort()[0];
    },
  });
}

/** Hosts that are told of calls or shown notices; Ringback's own log needs no telling. */
function accounts(hub: CrmHub): Crm[] {
  const hosts = [hub.recordOf('communications'), hub.recordOf('notify'), hub.recordOf('tasks')].filter(
    (one): one is Crm => one !== undefined && one.manifest.transport === 'http',
  );
  return [...new Set(hosts)];
}

async function follow(store: Store, tx: Tx, hub: CrmHub, { event, audience }: StoredEvent): Promise<void> {
  if (event.type === 'call.ringing')
    return followRinging(store, tx, hub, { call: event.data.call, audience });
  if (event.type === 'callback.changed') return followCallback(store, tx, hub, event.data.callback);
  if (event.type !== 'call.ended' && event.type !== 'call.updated') return;
  const { call } = event.data;
  if (call.state !== 'ended' || call.direction === 'internal') return;
  const log = hub.recordOf('communications');
  const actor = call.agent?.id ?? 'ringback';
  if (log?.manifest.transport === 'http') {
    await store.outbox.put(tx, {
      account: log.manifest.id,
      kind: 'call',
      record: call.id,
      payload: {},
      actor,
    });
  }
  const notify = hub.recordOf('notify');
  const missed = event.type === 'call.ended' && call.direction === 'in' && call.endReason === 'missed';
  if (!missed || notify?.manifest.transport !== 'http') return;
  for (const agentId of audience ?? []) {
    const record = `${call.id}:${agentId}`;
    await store.outbox.put(tx, {
      account: notify.manifest.id,
      kind: 'notice',
      record,
      payload: { callId: call.id, agentId },
      actor,
    });
  }
}

/** A promise that was broken for good is somebody's task: in the host that has tasks, else among the missed calls. */
async function followCallback(store: Store, tx: Tx, hub: CrmHub, callback: Callback): Promise<void> {
  if (callback.state !== 'failed' || callback.kept !== false || callback.number === '') return;
  if (callback.campaign) return;
  const host = hub.recordOf('tasks');
  if (host?.manifest.transport === 'http' && host.tasks?.create) {
    const row = { account: host.manifest.id, kind: 'task', record: callback.id } as const;
    return store.outbox.put(tx, { ...row, payload: {}, actor: 'ringback' });
  }
  const row = callback.callId === undefined ? undefined : await store.calls.get(callback.callId, tx);
  if (row) await noteOwed(store, tx, row);
}

/** Where the host raises a card of its own, whoever is rung shall see it there. */
async function followRinging(
  store: Store,
  tx: Tx,
  hub: CrmHub,
  { call, audience }: { call: Call; audience: readonly string[] | null },
): Promise<void> {
  const host = hub.recordOf('communications');
  const wanted =
    call.direction === 'in' && host?.manifest.transport === 'http' && host.communications?.announce;
  if (!host || !wanted || !audience || audience.length === 0) return;
  const row = { account: host.manifest.id, kind: 'announcement', record: call.id } as const;
  await store.outbox.put(tx, { ...row, payload: { agentIds: [...audience] }, actor: 'ringback' });
}

/** In order; what fails waits, and what comes after it goes on: each record is told by itself. */
async function tellAll(options: OutboxOptions, host: Crm, stopped: () => boolean): Promise<void> {
  const { store, now, hub } = options;
  for (;;) {
    const client = hub.system(host.manifest.id);
    if (stopped() || !client || client.resting) return;
    const due = await store.outbox.due(host.manifest.id, now(), SIDE_BY_SIDE);
    if (due.length === 0) return;
    await Promise.all(due.map((entry) => tell(options, client, entry)));
  }
}

async function tell(options: OutboxOptions, host: CrmClient, entry: OutboxEntry): Promise<void> {
  const { store, hub, log, now } = options;
  try {
    await tellHost(options, host, entry);
    await store.outbox.done(entry);
  } catch (error) {
    const known = error instanceof AdapterError ? error : undefined;
    log.warn({ err: error, system: entry.account, record: entry.record }, 'a host could not be told');
    const tried = hub.system(entry.account) === host;
    const pause = tried ? pauseAfter(options, entry, known) : 0;
    // Connected anew meanwhile, it is not known yet whether the host takes it.
    const retryAt = tried && known && !known.retryable ? undefined : new Date(now().getTime() + pause);
    await store.outbox.failed(entry, { message: whyOf(error), ...(retryAt ? { retryAt } : {}) });
  }
}

function pauseAfter(
  { random }: OutboxOptions,
  { attempts }: OutboxEntry,
  error: AdapterError | undefined,
): number {
  return Math.max(error?.retryAfterMs ?? 0, jitteredPause(attempts, { most: LONGEST_PAUSE_MS, random }));
}

const whyOf = (error: unknown): string =>
  error instanceof AdapterError
    ? sentenceOf(error)
    : 'Something went wrong inside Ringback; the log says what.';
