/**
 * What hosts have to be told, and are told in their own time. It is fed from the event log, so that a gateway that dies loses nothing; a
 * host that is down for a day gets everything in order afterwards, each call once with all that is known by then.
 */
import { type AdapterLog, AdapterError, type CallLogEntry, type Crm } from '@ringback/adapters';
import type { Agent, Call, RingbackEvent } from '@ringback/model';
import type { Timers } from '../calls/timers.ts';
import type { OutboxEntry, Store, Tx } from '../store/contract.ts';
import type { CrmHub } from './hub.ts';

const AT_ONCE = 100;
/** Records that one host is told of at the same time. */
const SIDE_BY_SIDE = 4;
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 10 * 60 * 1000;
/** Of the gateway's own kept values. */
const ACCOUNT = 'gateway';
const POSITION = 'outbox-position';

export interface OutboxOptions {
  store: Store;
  hub: CrmHub;
  now: () => Date;
  random: () => number;
  timers: Timers;
  log: AdapterLog;
}

export interface Outbox {
  start(): void;
  stop(): Promise<void>;
  /** Looks at once whether something can be told. */
  wake(): void;
  /** Resolves when all that can be told now has been told. */
  idle(): Promise<void>;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, hub, now, timers, log } = options;
  let stopped = true;
  let working: Promise<void> = Promise.resolve();
  let again = false;
  let stopTimer = () => {};
  let stopListening = () => {};

  /** One round after the other; whoever wakes during a round gets one more. */
  function wake(): void {
    if (stopped || again) return;
    again = true;
    working = working.then(round).catch((error: unknown) => {
      log.error({ err: error }, 'the outbox stumbled');
    });
  }

  async function round(): Promise<void> {
    again = false;
    if (stopped) return;
    await feed(options);
    const hosts = accounts(hub);
    await Promise.all(hosts.map((host) => tellAll(options, host, () => stopped)));
    await sleepUntilNext(hosts);
  }

  async function sleepUntilNext(hosts: readonly Crm[]): Promise<void> {
    stopTimer();
    const times = await Promise.all(hosts.map(({ manifest }) => store.outbox.nextAt(manifest.id)));
    const next = times.filter((time) => time !== undefined).sort()[0];
    if (stopped || next === undefined) return;
    stopTimer = timers.after(Math.max(1000, Date.parse(next) - now().getTime()), wake);
  }

  return {
    start() {
      stopped = false;
      stopListening = store.events.onAppend(wake);
      wake();
    },
    async stop() {
      stopped = true;
      stopListening();
      stopTimer();
      await working;
    },
    wake,
    async idle() {
      for (let last; last !== working;) {
        last = working;
        await last;
      }
    },
  };
}

/** Hosts that are told of calls or shown notices; Ringback's own log needs no telling. */
function accounts(hub: CrmHub): Crm[] {
  const hosts = [hub.recordOf('communications'), hub.recordOf('notify')].filter(
    (one): one is Crm => one !== undefined && one.manifest.transport === 'http',
  );
  return [...new Set(hosts)];
}

/** Reads the event log on from where it was left, in the transaction that writes what follows from it. */
async function feed({ store, hub, log }: OutboxOptions): Promise<void> {
  const kept = store.crmKept.of(ACCOUNT);
  for (;;) {
    const text = await kept.get(POSITION);
    const position = text === undefined ? await store.events.latestId() : Number(text);
    const { events, reset } = await store.events.since(position, AT_ONCE);
    if (reset)
      log.warn(
        { position },
        'the event log does not reach back to where the outbox was: calls of before are not told',
      );
    const next = reset ? await store.events.latestId() : (events.at(-1)?.event.id ?? position);
    if (next === position && text !== undefined) return;
    await store.transaction(async (tx) => {
      for (const { event, audience } of events) await follow(store, tx, hub, { event, audience });
      await kept.replace(POSITION, text, String(next));
    });
  }
}

async function follow(
  store: Store,
  tx: Tx,
  hub: CrmHub,
  { event, audience }: { event: RingbackEvent; audience: readonly string[] | null },
): Promise<void> {
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

async function tell(options: OutboxOptions, host: Crm, entry: OutboxEntry): Promise<void> {
  const { store, log, now } = options;
  try {
    await (entry.kind === 'call' ? tellCall(options, host, entry) : tellNotice(options, host, entry));
    await store.outbox.done(entry);
  } catch (error) {
    const known = error instanceof AdapterError ? error : undefined;
    log.warn({ err: error, system: entry.account, record: entry.record }, 'a host could not be told');
    const retryAt =
      known && !known.retryable ? undefined : new Date(now().getTime() + pauseAfter(options, entry, known));
    await store.outbox.failed(entry, { message: sentenceOf(error), ...(retryAt ? { retryAt } : {}) });
  }
}

/** Full jitter, doubling up to ten minutes. */
function pauseAfter(
  { random }: OutboxOptions,
  { attempts }: OutboxEntry,
  error: AdapterError | undefined,
): number {
  const most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts, 20));
  return Math.max(error?.retryAfterMs ?? 0, Math.ceil(random() * most));
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof AdapterError)) return 'Something went wrong inside Ringback; the log says what.';
  return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
}

/** As the call is now: whatever came meanwhile is told with it. */
async function tellCall({ store }: OutboxOptions, host: Crm, entry: OutboxEntry): Promise<void> {
  const row = await store.calls.get(entry.record);
  if (!row) return;
  const { call } = row;
  const agent = call.agent && (await store.agents.get(call.agent.id));
  const userId = agent && (await userOf(host, agent));
  const partyId = await partyIn(host, call);
  const log: CallLogEntry = {
    call,
    ...(partyId === undefined ? {} : { partyId }),
    ...(agent
      ? {
          agent: {
            id: agent.id,
            name: agent.name,
            extension: agent.extension,
            ...(userId === undefined ? {} : { userId }),
          },
        }
      : {}),
  };
  const write = { idempotencyKey: `${call.id}:${call.version}`, actor: entry.actor };
  await host.communications?.updateCall(log, { ...write, ...(userId === undefined ? {} : { userId }) });
}

/** The call's party as this host knows it. Of another system's customer the one who alone has the number. */
async function partyIn(host: Crm, { party, number }: Call): Promise<string | undefined> {
  if (party?.system === host.manifest.id) return party.id;
  if (!party || number === '') return undefined;
  const [only, ...others] = (await host.parties?.findByPhone(number)) ?? [];
  return only && others.length === 0 && only.score >= 1 ? only.party.id : undefined;
}

async function tellNotice({ store }: OutboxOptions, host: Crm, entry: OutboxEntry): Promise<void> {
  const { callId, agentId } = entry.payload as { callId: string; agentId: string };
  const [row, agent] = await Promise.all([store.calls.get(callId), store.agents.get(agentId)]);
  const userId = agent && (await userOf(host, agent));
  if (!row || userId === undefined) return;
  const { party, number } = row.call;
  const text = `Missed call: ${party ? `${party.name}, ${number}` : number || 'hidden number'}`;
  const about = party?.system === host.manifest.id ? { about: { kind: 'party' as const, id: party.id } } : {};
  await host.notify?.user(userId, { text, ...about }, { idempotencyKey: entry.record, actor: agentId });
}

/** The host's user who has the agent's extension. */
async function userOf(host: Crm, { extension }: Agent): Promise<string | undefined> {
  const users = (await host.users?.list()) ?? [];
  return users.find((user) => user.active && user.extension === extension)?.id;
}
