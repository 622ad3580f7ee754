/** A gateway's HTTP side on a store in memory, with call control, CRM and PBX played. */
import { Readable } from 'node:stream';
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Crm } from '@ringback/adapters';
import { createCrmConnections } from '../crm/connections.ts';
import { createCustomerShop } from '../crm/customer-shop.ts';
import { createHostRequests } from '../crm/host-requests.ts';
import { createCrmHub } from '../crm/hub.ts';
import { wait } from '../crm/wait.ts';
import { manifest as localManifest } from '@ringback/adapters/local';
import {
  type Agent,
  type CallbackStatus,
  DEFAULT_SETTINGS,
  type Party,
  type Role,
  RingbackError,
  type Settings,
} from '@ringback/model';
import { createApiTokens } from '../auth/api-tokens.ts';
import { createAuth } from '../auth/auth.ts';
import { type SeedAgent, seedAgents } from '../auth/seed-agents.ts';
import { createClock } from '../calls/calls.fixtures.ts';
import { maySee } from '../calls/changes.ts';
import type { CallControl } from '../calls/contract.ts';
import { createCampaigns } from '../campaigns/campaigns.ts';
import { createDesk } from '../desk/index.ts';
import { createLog } from '../log.ts';
import { createMissedCalls } from '../missed/missed.ts';
import { createOwnPrompts } from '../prompts/own-prompts.ts';
import { createSelfService } from '../routing/self-service.ts';
import { callScope } from '../security/scope.ts';
import { createSecurity } from '../security/security.fixtures.ts';
import { createSettingsService } from '../settings/settings.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { aCall, aParty, AT } from '../store/store.fixtures.ts';
import { createVisits } from '../visits/visits.ts';
import { createWebhooks } from '../webhooks/webhooks.ts';
import { createApp } from './app.ts';
import type { HttpDeps } from './deps.ts';
import { fakePbx } from './fake-pbx.fixtures.ts';
import { createMetrics } from './metrics.ts';
import type { App } from './types.ts';

export const GATEWAY = 'http://localhost:4700';
export const PANEL = 'http://127.0.0.1:4702';
export const SHOP = 'http://127.0.0.1:4701';
export const PASSWORD = 'correct horse';

const seed = (login: string, role: Role, extension: string): SeedAgent => ({
  login,
  name: login,
  role,
  extension,
  password: PASSWORD,
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
  signIn(login: string): Promise<{ cookie: string; origin: string }>;
  token(login: string): Promise<{ authorization: string }>;
  close(): Promise<void>;
}

/** Remembers what it was asked for. */
export interface FakeCalls extends CallControl {
  pbxUp: boolean;
  readonly asked: { name: string; args: unknown[] }[];
}

export interface FakeCrm extends Crm {
  readonly asked: { name: string; args: unknown[] }[];
}

const CHEAP = { N: 2, r: 8, p: 1 };

type Change = Partial<HttpDeps> | ((deps: HttpDeps) => Partial<HttpDeps>);

export async function startHttp(change: Change = {}): Promise<TestHttp> {
  let clock = new Date(AT);
  const now = () => clock;
  const store = await createSqliteStore(':memory:', { now });
  await seedAgents(store, AGENTS, CHEAP);
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
    ...{ store, settings, selves, calls, crm, hub, connections, now, log },
    desk: createDesk({
      ...{
        store,
        crm,
        hub,
        now,
        local: crm,
        scopeOf,
        updateCall: calls.update,
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
    apiTokens: createApiTokens({ store, now, newId: () => `token-${++id}` }),
    metrics: await createMetrics(store),
    newId: () => `id-${++id}`,
    publicUrl: () => GATEWAY,
    bundles: {},
    sipServers: ['wss://pbx.example:8089/ws', 'ws://127.0.0.1:4705/sip'],
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

function fakeCalls(store: Store, rules: () => Settings): FakeCalls {
  const asked: FakeCalls['asked'] = [];
  const note = (name: string, ...args: unknown[]) => void asked.push({ name, args });
  const status = (id: string): CallbackStatus => ({
    id,
    token: 'cb-token',
    state: 'requested',
    promisedUntil: AT,
    now: AT,
  });
  const find = async (agent: Agent, id: string) => {
    const row = await store.calls.get(id);
    if (!row || !maySee(agent, row, rules())) throw new RingbackError('not-found', 'There is no such call.');
    return { call: row.call, matches: [] };
  };
  return {
    asked,
    pbxUp: true,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    whoIsThere: () => Promise.resolve({ online: new Set(['101', '102']), busy: new Set(['andriy']) }),
    ring: (agent, number) => {
      note('ring', agent.id, number);
      return Promise.resolve({ call: aCall('c1', { number }), matches: [], target: number, placed: true });
    },
    dial: (agent, number) => {
      note('dial', agent.id, number);
      const call = aCall('c9', { direction: 'out', state: 'connecting', number });
      return Promise.resolve({ call, matches: [], target: number });
    },
    switchboard: {
      async transfer(agent, callId, target) {
        note('transfer', agent.id, callId, target);
        return (await find(agent, callId)).call;
      },
      consult(agent, callId, target) {
        note('consult', agent.id, callId, target);
        const call = aCall('c9', { direction: 'internal', state: 'connecting', number: target });
        return Promise.resolve({ call: { ...call, consultationOf: callId }, matches: [], target });
      },
      async completeTransfer(agent, callId) {
        note('completeTransfer', agent.id, callId);
        return (await find(agent, callId)).call;
      },
      async cancelTransfer(agent, callId) {
        note('cancelTransfer', agent.id, callId);
        return (await find(agent, callId)).call;
      },
      async invite(agent, callId, target) {
        note('invite', agent.id, callId, target);
        return (await find(agent, callId)).call;
      },
      async mute(agent, callId, participantId, muted) {
        note('mute', agent.id, callId, participantId, muted);
        return (await find(agent, callId)).call;
      },
      async kick(agent, callId, participantId) {
        note('kick', agent.id, callId, participantId);
        return (await find(agent, callId)).call;
      },
      async merge(agent, callId, withId) {
        note('merge', agent.id, callId, withId);
        return (await find(agent, callId)).call;
      },
    },
    recordings: {
      async set(agent, callId, state) {
        note('record', agent.id, callId, state);
        return (await find(agent, callId)).call;
      },
      link(agent, id) {
        note('link', agent.id, id);
        return Promise.resolve({ expires: Date.parse(AT) / 1000, signature: 'signed' });
      },
      open(id, signed) {
        note('open', id, signed);
        const audio = Buffer.from('0123456789');
        return Promise.resolve({
          bytes: audio.length,
          format: 'wav',
          read: ({ start, end }) => Readable.from([audio.subarray(start, end + 1)]),
        });
      },
      remove: (agent, id) => Promise.resolve(note('removeRecording', agent.id, id)),
      peaks: () => Promise.resolve([0, 1, 0.5]),
    },
    liveCalls: async (agentId) =>
      (await store.calls.live())
        .filter((row) => row.audience.includes(agentId))
        .map(({ call }) => ({ call, matches: [] })),
    get: find,
    async update(agent, callId, patch, key) {
      note('update', agent.id, callId, patch, key);
      const { call } = await find(agent, callId);
      return { ...call, comment: patch.comment ?? call.comment };
    },
    async noteQuality(agent, callId, report) {
      note('noteQuality', agent.id, callId, report);
      await find(agent, callId);
    },
    match: (number) => {
      note('match', number);
      return Promise.resolve([{ party: aParty('p1'), score: 1, why: 'phone' }]);
    },
    dryRun: (input) => {
      note('dryRun', input);
      return Promise.resolve({ decisions: [] });
    },
    callbackOffer: (site, asked) => {
      note('callbackOffer', site.key, asked);
      return Promise.resolve({ now: AT, spans: [], example: '+380 50 123 4567' });
    },
    requestCallback: (site, input, asker) => {
      note('requestCallback', site.key, input, asker);
      return Promise.resolve(status('cb1'));
    },
    callbackStatus: (id, token) => {
      note('callbackStatus', id, token);
      return token === 'cb-token'
        ? Promise.resolve(status(id))
        : Promise.reject(new RingbackError('not-found', 'There is no such callback.'));
    },
    cancelCallback: (id) => Promise.resolve({ ...status(id), state: 'cancelled' }),
    moveCallback: (_site, id, { when }) => {
      note('moveCallback', id, when);
      return Promise.resolve({ ...status(id), state: 'scheduled' });
    },
    rateCallback: (id, _token, rating) => {
      note('rateCallback', id, rating);
      return Promise.resolve({ ...status(id), state: 'completed', rated: true });
    },
    disownCallback: (agent, id) => {
      note('disownCallback', agent.id, id);
      return Promise.resolve('+380501112233');
    },
    forgetVisit: (visitId) => {
      note('forgetVisit', visitId);
      return Promise.resolve();
    },
  };
}

function fakeCrm(): FakeCrm {
  const asked: FakeCrm['asked'] = [];
  const answer = (name: string, party: Partial<Party>, ...args: unknown[]) => {
    asked.push({ name, args });
    return Promise.resolve(aParty('p1', party));
  };
  return {
    asked,
    manifest: { ...localManifest, id: 'fake', name: 'Fake', capabilities: ['parties', 'parties.write'] },
    checkConnection: async () => ({ ok: true, findings: [] }),
    parties: {
      findByPhone: () => Promise.resolve([]),
      findByName: async (name) => [
        { party: await answer('findByName', { name }, name), score: 1, why: 'remembered' },
      ],
      get: () => Promise.resolve(undefined),
      duplicates: () => Promise.resolve([]),
      create: (input, options) => answer('create', input, input, options),
      update: (id, patch, options) => answer('update', {}, id, patch, options),
    },
  };
}

/** Folders as the builds leave them. */
export function fakeBundles(): { embed: string; callback: string } {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bundles-'));
  const embed = join(folder, 'embed');
  const callback = join(folder, 'callback');
  mkdirSync(join(embed, 'core'), { recursive: true });
  mkdirSync(callback);
  writeFileSync(join(embed, 'ringback.js'), 'panel();');
  writeFileSync(
    join(embed, 'core.html'),
    '<!doctype html><title>core</title><!--ringback-frame-config--><script type="module" src="./core/main.js"></script>',
  );
  writeFileSync(join(embed, 'core', 'phone-Ab3dEf6_.js'), 'export {};');
  mkdirSync(join(embed, 'phone'));
  writeFileSync(join(embed, 'phone.html'), '<!doctype html><html lang="en"></html>');
  for (const name of ['phone.webmanifest', 'icon-192.png']) writeFileSync(join(embed, 'phone', name), '{}');
  for (const name of ['callback.js', 'track.js'])
    writeFileSync(join(callback, name), 'start(__RINGBACK_SITE__, window);');
  return { embed, callback };
}

/** An agent of this role, signed in by a token. */
export async function createAgent(
  http: TestHttp,
  role: Role,
  id: string = role,
): Promise<{ authorization: string }> {
  const agent = {
    id,
    login: id,
    name: id,
    role,
    extension: String(200 + (await http.store.agents.list()).length),
  };
  await http.store.transaction((tx) => http.store.agents.upsert(tx, { ...agent, passwordHash: 'none' }));
  const { secret } = await http.deps.auth.issueToken({ agent });
  return { authorization: `Bearer ${secret}` };
}
