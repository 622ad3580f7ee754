/** Call control of a PBX that leads its calls itself, on MANGO's simulator: real store, one clock that stands until it is moved. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMangoOffice, type MangoSettings } from '@ringback/adapters/mango-office';
import { createTestContext, createVirtualClock, type TestClock } from '@ringback/adapters/testing';
import { createMangoSimulator, type Simulated } from '@ringback/adapters/testing/mango-office';
import { type Agent, DEFAULT_SETTINGS, type RingbackEvent, type Settings } from '@ringback/model';
import { andriy, createFakeCrm, maria, olena, taras } from '../calls/calls.fixtures.ts';
import type { Timers } from '../calls/timers.ts';
import { createSecurity } from '../security/security.fixtures.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { createObservedControl, leadsItself } from './index.ts';

export const CALLER = '+79161234567';

export const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  ...{ country: 'RU', line: '+74951234567', dialCountries: ['RU'] },
};

export interface ObservedRigOptions {
  clock?: TestClock;
  sim?: Simulated;
  settings?: Partial<Settings>;
  /** Events reach the gateway only when the test delivers them. */
  silent?: boolean;
  mango?: Partial<MangoSettings>;
  /** Where several nodes stand on one store: this one's name. */
  node?: string;
  /** A store that another run has left behind. */
  store?: Store;
  /** While it answers true this node does not prolong its turn. */
  asleep?: () => boolean;
}

export async function createObservedRig(options: ObservedRigOptions = {}) {
  const clock = options.clock ?? createVirtualClock();
  const sim = options.sim ?? createMangoSimulator({ clock });
  const settings = { ...SETTINGS, ...options.settings };
  const store = options.store ?? (await createSqliteStore(':memory:', { now: clock.now }));
  const folder = mkdtempSync(join(tmpdir(), 'ringback-observed-'));
  const kept = store.crmKept.of('pbx:mango-office');
  const context = createTestContext({ clock, http: sim.http, kept, country: 'RU' });
  const given: { settings: MangoSettings | undefined } = {
    settings: { ...sim.settings, ...options.mango },
  };
  const pbx = createMangoOffice({ settings: () => given.settings, context });
  if (!leadsItself(pbx)) throw new Error('MANGO leads its calls itself.');
  await store.transaction(async (tx) => {
    for (const agent of [olena, andriy, maria]) await store.agents.upsert(tx, { ...agent, passwordHash: '' });
  });
  const crm = createFakeCrm([{ ...taras, phones: [CALLER] }]);
  let id = 0;
  const newId = () => `${options.node ?? 'call'}-${(id += 1)}`;
  const watched = { store, settings: () => settings, now: clock.now, timers: timersOf(clock) };
  const own = { ...store, leases: { ...store.leases, take: takeUnless(options.asleep, store) } };
  const { tolls } = createSecurity({ ...watched, newId, log: context.log });
  const control = createObservedControl({
    ...{ store: own, pbx, crm, kept, now: clock.now, log: context.log, recordingsDir: folder },
    visits: { claim: async () => undefined, ofLine: async () => undefined } as never,
    settings: () => settings,
    ...{ newId, tolls, beforeDial: (agent: Agent, number: string) => tolls.check(agent.id, number) },
    ...(options.node === undefined
      ? {}
      : { lease: { name: 'pbx:mango-office', holder: () => options.node! } }),
    timers: timersOf(clock),
  });
  if (!options.silent) sim.deliverTo((delivery) => control.observed?.receive(delivery) ?? Promise.resolve());
  const rest = () =>
    clock.run(async () => {
      await sim.told();
      await control.idle();
    });
  return {
    ...{ clock, sim, store, pbx, tolls, control, crm, context, given, rest },
    async start() {
      await clock.run(() => control.start());
      await clock.pass(60_000);
      await rest();
    },
    /** The whole log, newest first. */
    log: async () => (await store.calls.list({ limit: 100 })).items,
    callOf: async (conversation: string) => (await store.observed.get(conversation))?.callId ?? '',
    missed: async (agentId?: string) =>
      (await store.missed.list({ limit: 100, ...(agentId === undefined ? {} : { agentIds: [agentId] }) }))
        .items,
    events: async (): Promise<RingbackEvent['type'][]> =>
      (await store.events.since(0, 1000)).events.map(({ event }) => event.type),
    async stop() {
      await clock.run(() => control.stop());
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function takeUnless(asleep: (() => boolean) | undefined, { leases }: Pick<Store, 'leases'>) {
  const take: typeof leases.take = (wish) =>
    asleep?.() ? Promise.reject(new Error('This node sleeps.')) : leases.take(wish);
  return take;
}

function timersOf(clock: TestClock): Timers {
  return {
    after(ms, work) {
      const over = new AbortController();
      clock.wait(ms, over.signal).then(work, () => undefined);
      return () => over.abort();
    },
  };
}
