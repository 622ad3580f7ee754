/** A whole gateway without HTTP for the tests of call control: real store, fake PBX, a clock that stands until it is moved. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Crm } from '@ringback/adapters';
import { manifest as localManifest } from '@ringback/adapters/local';
import {
  type Agent,
  type Call,
  DEFAULT_SETTINGS,
  type Party,
  type RingbackEvent,
  type Settings,
  type Site,
} from '@ringback/model';
import { createSqliteStore, type Store } from '../store/index.ts';
import { createSecurity } from '../security/security.fixtures.ts';
import { createVisits, type Visits } from '../visits/visits.ts';
import { group } from '../routing/routing.fixtures.ts';
import type { Place } from '../routing/place.ts';
import type { Said } from '../routing/spoken.ts';
import type { BeforeDial } from './dialling.ts';
import type { FakeConnection } from './fake-pbx-connection.ts';
import { createFakePbx, type FakePbx } from './fake-pbx.ts';
import { createCallControl, type RunningCallControl } from './index.ts';
import type { Timers } from './timers.ts';

export const START = Date.parse('2026-03-02T09:00:00.000Z');
export const LINE = '+380441234567';
export const CUSTOMER = '+380671112233';
export const STRANGER = '+380939876543';

const agent = (id: string, role: Agent['role'], extension: string): Agent => ({
  id,
  login: id,
  name: id[0]?.toUpperCase() + id.slice(1),
  role,
  extension,
});

export const olena = agent('olena', 'employee', '101');
export const andriy = agent('andriy', 'group-head', '102');
export const maria = agent('maria', 'marketer', '103');
export const sofia = agent('sofia', 'employee', '104');

export const taras: Party = {
  system: 'local',
  id: 'party-taras',
  name: 'Taras Koval',
  kind: 'client',
  phones: [CUSTOMER],
  createdAt: new Date(START).toISOString(),
  updatedAt: new Date(START).toISOString(),
};

export const site: Site = {
  key: 'demo-shop',
  name: 'Demo shop',
  origins: ['http://127.0.0.1:4701'],
  locale: 'uk',
  country: 'UA',
  callableCountries: ['UA'],
  attempts: { most: 1, pauseMinutes: 15 },
};

/** A visitor's address. */
export const asker = { address: '203.0.113.7' };

export interface Clock extends Timers {
  now(): Date;
  /** Moves the time on, running what falls due on the way. */
  pass(ms: number): void;
  /** Sets the wall clock forward or back; timers, which count by themselves, do not notice. */
  jump(ms: number): void;
}

export function createClock(): Clock {
  let time = START;
  let skew = 0;
  let order = 0;
  const due = new Map<number, { at: number; work: () => void }>();
  const next = (until: number) =>
    [...due].filter(([, { at }]) => at <= until).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
  return {
    now: () => new Date(time + skew),
    jump(ms) {
      skew += ms;
    },
    after(ms, work) {
      const id = (order += 1);
      due.set(id, { at: time + Math.max(0, ms), work });
      return () => due.delete(id);
    },
    pass(ms) {
      const until = time + ms;
      for (let found = next(until); found; found = next(until)) {
        const [id, { at, work }] = found;
        due.delete(id);
        time = Math.max(time, at);
        work();
      }
      time = until;
    },
  };
}

export interface FakeCrm extends Crm {
  parties: NonNullable<Crm['parties']>;
  communications: NonNullable<Crm['communications']>;
  readonly asked: string[];
  readonly logged: Call[];
  readonly updated: Call[];
  /** From now on answers wait until the returned function is called. */
  hold(): () => void;
}

export function createFakeCrm(parties: Party[]): FakeCrm {
  const asked: string[] = [];
  const logged: Call[] = [];
  const updated: Call[] = [];
  let open = Promise.resolve();
  return {
    manifest: {
      ...localManifest,
      name: 'Fake CRM',
      capabilities: ['parties', 'parties.write', 'communications'],
    },
    checkConnection: async () => ({ ok: true, findings: [] }),
    asked,
    logged,
    updated,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      open = promise;
      return resolve;
    },
    parties: {
      async findByPhone(number) {
        asked.push(number);
        await open;
        return parties
          .filter(({ phones }) => phones.includes(number))
          .map((party) => ({ party, score: 1, why: 'phone' as const }));
      },
      findByName: async () => [],
      duplicates: async () => [],
      get: async (id) => parties.find((party) => party.id === id),
      create: async () => Promise.reject(new Error('not used')),
      update: async () => Promise.reject(new Error('not used')),
    },
    communications: {
      logCall: async ({ call }) => void logged.push(call),
      updateCall: async ({ call }) => void updated.push(call),
    },
  };
}

/** Names in its address what is said, so that a test can read it. */
function heardAs(said: Said, place: Place | undefined): string | undefined {
  if (said.say === 'ringing' || said.say === 'music') return undefined;
  const told = said.say === 'queue' ? [place?.position, place?.minutes, said.callback && 'press'] : [];
  return `https://prompts.example/${[said.say, ...told].filter(Boolean).join('-')}.wav`;
}

export interface Rig {
  clock: Clock;
  pbx: FakePbx;
  store: Store;
  crm: FakeCrm;
  settings: Settings;
  visits: Visits;
  /** Where recordings are kept. */
  folder: string;
  problems: string[];
  readonly control: RunningCallControl;
  readonly connection: FakeConnection;
  /** Lets everything that was begun come to its end. */
  settle(): Promise<void>;
  pass(seconds: number): Promise<void>;
  /** kill -9, and a new gateway on the same store and PBX. `meanwhile` happens while nobody listens. */
  restart(meanwhile?: () => void): Promise<void>;
  events(): Promise<RingbackEvent[]>;
  /** Types of the events of one call, or of all. */
  told(callId?: string): Promise<string[]>;
  /** The newest call. */
  call(): Promise<Call>;
  calls(): Promise<Call[]>;
  close(): Promise<void>;
}

export interface RigOptions {
  online?: string[];
  parties?: Party[];
  /** The PBX is down at first. */
  down?: boolean;
  beforeDial?: BeforeDial;
}

export async function createRig({
  online = ['101', '102'],
  parties = [taras],
  down = false,
  beforeDial = () => Promise.resolve(),
}: RigOptions = {}): Promise<Rig> {
  const clock = createClock();
  const pbx = createFakePbx({ timers: clock, now: clock.now });
  const store = await createSqliteStore(':memory:', { now: clock.now });
  await store.transaction(async (tx) => {
    for (const one of [olena, andriy, maria, sofia])
      await store.agents.upsert(tx, { ...one, passwordHash: 'x' });
  });
  const crm = createFakeCrm(parties);
  // Andriy heads everybody; without routes all are rung.
  const everybody = group('everybody', ['olena', 'andriy', 'sofia'], { heads: ['andriy'] });
  const routing = { ...DEFAULT_SETTINGS.routing, groups: [everybody] };
  const settings: Settings = { ...DEFAULT_SETTINGS, line: LINE, sites: [site], routing };
  const problems: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'ringback-calls-'));
  const log = {
    debug() {},
    info() {},
    warn() {},
    error: (fields: object, text: string) =>
      void problems.push(`${text} ${String((fields as { err?: unknown }).err)}`),
  };
  const visits = createVisits({ store, settings: () => settings, now: clock.now, log });
  let ids = 0;
  const newId = () => `id-${String((ids += 1)).padStart(4, '0')}`;
  if (down) pbx.disconnect();
  pbx.online(...online);

  let connection: FakeConnection;
  let control: RunningCallControl;
  async function start(): Promise<void> {
    connection = pbx.connect();
    const timers = { after: mortal(connection, clock) };
    const living = { ...store, transaction: mortalTransactions(connection) };
    const { alarms, guard, tolls } = createSecurity({
      ...{ store: living, settings: () => settings, now: clock.now, newId, timers, log },
    });
    control = createCallControl({
      store: living,
      pbx: connection,
      crm,
      visits,
      settings: () => settings,
      now: clock.now,
      newId,
      log,
      timers,
      recordingsDir: folder,
      whisper: async (callId) => `https://gw.example/${callId}.wav`,
      guard,
      tolls,
      dialRefused: ({ login }, number) =>
        void alarms.raise({ kind: 'destination-refused', subject: login, text: number }),
      async beforeDial(agent, number) {
        await tolls.check(agent.id, number);
        await beforeDial(agent, number);
      },
      prompts: { find: async (said, place) => heardAs(said, place) },
    });
    await control.start();
    await control.idle();
  }
  /** Timers die with the gateway that set them. */
  function mortal(of: FakeConnection, timers: Timers): Timers['after'] {
    return (ms, work) => timers.after(ms, () => (of === connection ? work() : undefined));
  }
  /** A killed gateway writes nothing more; what it was writing is written, as a database does. */
  const writing = new Set<Promise<unknown>>();
  const killed = new WeakSet<FakeConnection>();
  function mortalTransactions(of: FakeConnection): Store['transaction'] {
    return (work, durability) => {
      if (killed.has(of)) return new Promise(() => {});
      const written = store.transaction(work, durability);
      writing.add(written);
      const done = () => void writing.delete(written);
      written.then(done, done);
      return written;
    };
  }
  await start();

  const events = async () => (await store.events.since(0, 10_000)).events.map(({ event }) => event);
  const calls = async () => (await store.calls.list({ limit: 200 })).items;
  return {
    clock,
    pbx,
    store,
    crm,
    settings,
    visits,
    folder,
    problems,
    get control() {
      return control;
    },
    get connection() {
      return connection;
    },
    settle: () => control.idle(),
    async pass(seconds) {
      clock.pass(seconds * 1000);
      await control.idle();
    },
    async restart(meanwhile) {
      connection.kill();
      killed.add(connection);
      await Promise.allSettled(writing);
      meanwhile?.();
      await start();
    },
    events,
    async told(callId) {
      return (await events())
        .filter(({ data }) => callId === undefined || ('call' in data && data.call.id === callId))
        .map(({ type }) => type);
    },
    calls,
    async call() {
      const [call] = await calls();
      if (!call) throw new Error('There is no call.');
      return call;
    },
    async close() {
      await control.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
