/** A gateway's HTTP side on a store in memory, with call control, CRM and PBX played. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCrmConnections } from '../crm/connections.ts';
import { createCustomerShop } from '../crm/customer-shop.ts';
import { createHostRequests } from '../crm/host-requests.ts';
import { createCrmHub } from '../crm/hub.ts';
import { wait } from '../crm/wait.ts';
import { type Agent, DEFAULT_SETTINGS, type Role, ROLES, type Settings } from '@ringback/model';
import { createApiTokens } from '../auth/api-tokens.ts';
import { createAuth } from '../auth/auth.ts';
import { type SeedAgent, seedAgents } from '../auth/seed-agents.ts';
import { createClock } from '../calls/calls.fixtures.ts';
import { createCampaigns } from '../campaigns/campaigns.ts';
import { createDesk } from '../desk/index.ts';
import { createLog } from '../log.ts';
import { createMissedCalls } from '../missed/missed.ts';
import { createPeople } from '../people/people.ts';
import { createOwnPrompts } from '../prompts/own-prompts.ts';
import { createSelfService } from '../routing/self-service.ts';
import { callScope } from '../security/scope.ts';
import { createSecurity } from '../security/security.fixtures.ts';
import { createSettingsService } from '../settings/settings.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { AT } from '../store/store.fixtures.ts';
import { createVisits } from '../visits/visits.ts';
import { createWebhooks } from '../webhooks/webhooks.ts';
import { createApp } from './app.ts';
import type { HttpDeps } from './deps.ts';
import { type FakeCalls, fakeCalls } from './fake-calls.fixtures.ts';
import { type FakeCrm, fakeCrm } from './fake-crm.fixtures.ts';
import { fakePbx } from './fake-pbx.fixtures.ts';
import { createMetrics } from './metrics.ts';
import type { App } from './types.ts';

export const GATEWAY = 'http://localhost:4700';
export const PANEL = 'http://127.0.0.1:4702';
export const SHOP = 'http://127.0.0.1:4701';
export const PASSWORD = 'correct horse';

const seed = (login: string, role: Role, extension: string): SeedAgent => ({
  ...{ login, name: login, role, extension, password: PASSWORD },
});

export const AGENTS = [
  seed('olena', 'employee', '101'),
  seed('andriy', 'group-head', '102'),
  seed('admin', 'administrator', '100'),
  seed('marta', 'marketer', '103'),
];

export const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  panelOrigins: [PANEL],
  sites: [
    {
      key: 'demo-shop',
      name: 'Boots & <Co>',
      origins: [SHOP],
      locale: 'uk',
      country: 'UA',
      callableCountries: ['UA'],
    },
  ],
};

/** What the requests of somebody who is signed in carry. */
export type SignedIn = { cookie: string; origin: string };

export interface TestHttp {
  app: App;
  store: Store;
  deps: HttpDeps;
  calls: FakeCalls;
  crm: FakeCrm;
  /** What was logged, as one text. */
  logged(): string;
  pass(ms: number): void;
  /** Of the same clock that `pass` moves. */
  timers: ReturnType<typeof createClock>;
  signIn(login: string): Promise<SignedIn>;
  token(login: string): Promise<{ authorization: string }>;
  close(): Promise<void>;
}

const CHEAP = { N: 2, r: 8, p: 1 };

type Change = Partial<HttpDeps> | ((deps: HttpDeps) => Partial<HttpDeps>);

export async function startHttp(change: Change = {}): Promise<TestHttp> {
  let clock = new Date(AT);
  const now = () => clock;
  const store = await createSqliteStore(':memory:', { now });
  await seedAgents(store, AGENTS, { cost: CHEAP });
  const lines: string[] = [];
  const crm = fakeCrm();
  let id = 0;
  const settings = await createSettingsService(store, SETTINGS);
  const calls = fakeCalls(store, settings.current);
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  const timers = createClock();
  const selves = createSelfService({
    ...{ store, settings: settings.current, whoIsThere: calls.whoIsThere, now, timers, log },
  });
  const hub = await createCrmHub({
    local: crm,
    store,
    context: {
      ...{
        http: (() => Promise.reject(new TypeError('no network'))) as typeof fetch,
        now,
        log,
        random: () => 0.5,
      },
      ...{ wait, newId: () => `id-${++id}`, country: () => 'UA' },
    },
  });
  const connections = await createCrmConnections({ store, hub, seed: [] });
  const visits = createVisits({ store, settings: settings.current, now, log });
  const scopeOf = (agent: Agent) => callScope(agent, settings.current());
  const own: HttpDeps = {
    campaigns: createCampaigns({ store, settings: settings.current, now, newId: () => `campaign-${++id}` }),
    ...createSecurity({ store, settings: settings.current, now, newId: () => `alarm-${++id}`, timers, log }),
    prompts: { open: () => Promise.resolve(undefined) },
    ownPrompts: createOwnPrompts(mkdtempSync(join(tmpdir(), 'ringback-prompts-'))),
    ...{ store, settings, selves, calls, crm, hub, connections, now, log, timers },
    desk: createDesk({
      ...{
        store,
        crm,
        hub,
        now,
        local: crm,
        scopeOf,
        reassignCalls: calls.reassign,
        settings: settings.current,
        newId: () => `made-${++id}`,
      },
    }),
    whispers: { sound: () => Promise.resolve(undefined) },
    missed: createMissedCalls({ store, scopeOf, now }),
    outbox: { wake: () => undefined },
    ...{ visits, shop: createCustomerShop({ hub, seenBy: visits.seenBy }) },
    webhooks: createWebhooks({
      ...{ store, now, newId: () => `hook-${++id}`, publicUrl: () => GATEWAY, wake: () => undefined },
      http: (() => Promise.reject(new TypeError('fetch failed'))) as typeof fetch,
    }),
    requests: createHostRequests({
      ...{ store, calls, now, newId: () => `id-${++id}`, log },
      sites: () => settings.current().sites,
    }),
    pbx: fakePbx(),
    auth: createAuth({ store, now, passwordCost: CHEAP }),
    people: createPeople({ store, settings: settings.current, phones: true, now, passwordCost: CHEAP }),
    apiTokens: createApiTokens({ store, now, newId: () => `token-${++id}` }),
    metrics: await createMetrics(store),
    newId: () => `id-${++id}`,
    publicUrl: () => GATEWAY,
    bundles: {},
    sipServers: () => ['wss://pbx.example:8089/ws', 'ws://127.0.0.1:4705/sip'],
    trustProxy: false,
  };
  const deps = { ...own, ...(typeof change === 'function' ? change(own) : change) };
  const app = await createApp(deps);
  const signIn = async (login: string) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      headers: { origin: GATEWAY },
      payload: { login, password: PASSWORD },
    });
    return { cookie: `ringback_session=${answer.cookies[0]?.value}`, origin: GATEWAY };
  };
  return {
    ...{ app, store, deps, calls, crm, signIn, timers },
    logged: () => lines.join(''),
    pass: (ms) => {
      clock = new Date(clock.getTime() + ms);
      timers.pass(ms);
    },
    async token(login) {
      const answer = await app.inject({
        method: 'POST',
        url: '/api/v1/auth/token',
        payload: { login, password: PASSWORD },
      });
      return { authorization: `Bearer ${answer.json<{ token: string }>().token}` };
    },
    async close() {
      await app.close();
      deps.metrics.stop();
      await store.close();
    },
  };
}

/** An agent of this role, who is signed in. */
export async function createAgent(http: TestHttp, role: Role, id: string = role): Promise<SignedIn> {
  const agent = {
    id,
    login: id,
    name: id,
    role,
    extension: String(200 + (await http.store.agents.list()).length),
  };
  await http.store.transaction((tx) => http.store.agents.upsert(tx, { ...agent, passwordHash: 'none' }));
  const { secret } = await http.deps.auth.openSession({ agent });
  return { cookie: `ringback_session=${secret}`, origin: GATEWAY };
}

/** An agent of each role, named by it. */
export async function signInRoles(http: TestHttp): Promise<Record<Role, SignedIn>> {
  const signedIn: Partial<Record<Role, SignedIn>> = {};
  for (const role of ROLES) signedIn[role] = await createAgent(http, role);
  return signedIn as Record<Role, SignedIn>;
}
