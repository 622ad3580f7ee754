/** The form of every system, filled as an administrator fills it and checked against the system's simulator, over HTTP. */
import { readFileSync } from 'node:fs';
import { createLocal } from '@ringback/adapters/local';
import type { ConnectionReport } from '@ringback/adapters';
import { type CrmHarness, createTestContext } from '@ringback/adapters/testing';
import { createAdvantshopHarness } from '@ringback/adapters/testing/advantshop';
import { createAmocrmHarness } from '@ringback/adapters/testing/amocrm';
import { createBitrix24Harness } from '@ringback/adapters/testing/bitrix24';
import { createDirectoryHarness } from '@ringback/adapters/testing/directory';
import { createInsalesHarness } from '@ringback/adapters/testing/insales';
import { createOnecHarness } from '@ringback/adapters/testing/onec';
import { createOpencartHarness } from '@ringback/adapters/testing/opencart';
import { createPrestashopHarness } from '@ringback/adapters/testing/prestashop';
import { createRestHarness } from '@ringback/adapters/testing/rest';
import { createRetailcrmHarness } from '@ringback/adapters/testing/retailcrm';
import { createVendureHarness } from '@ringback/adapters/testing/vendure';
import { createWoocommerceHarness } from '@ringback/adapters/testing/woocommerce';
import { afterEach, describe, expect, it } from 'vitest';
import { createCrmConnections } from '../crm/connections.ts';
import { createCrmHub } from '../crm/hub.ts';
import { SYSTEMS } from '../crm/systems.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { startHttp, type TestHttp } from './http.fixtures.ts';

/** The worked example of a page of the documentation. */
function example(page: string): unknown {
  const text = readFileSync(new URL(`../../../../docs/adapters/${page}.md`, import.meta.url), 'utf8');
  return JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '');
}

interface Case {
  start(): Promise<CrmHarness> | CrmHarness;
  http?(harness: CrmHarness): typeof fetch;
  /** What is typed; the secret is the harness's own. */
  fill(secret: string): Record<string, unknown>;
  /** The field whose value is mistaken, and with what. */
  wrong: Record<string, unknown>;
  /** Takes a right away in the host; where it is absent the host refuses everything. */
  forbid?(harness: CrmHarness): void;
  /** Why the host knows no rights. */
  noRights?: string;
  /** What a wrong key is called where the host does not tell it from a right that is missing. */
  says?: 'right';
}
/** Whether the administrator of the Vendure shop may not read customers. */
let lacking = false;
const shop = { url: 'https://shop.example' };
const definitions = { rest: example('rest'), directory: example('directory') };

const CASES: Record<string, Case> = {
  bitrix24: {
    start: () => createBitrix24Harness('webhook'),
    http: (harness) => (harness as Awaited<ReturnType<typeof createBitrix24Harness>>).portal.http,
    fill: (secret) => ({ webhook: `https://firm.bitrix24.ua/rest/1/${secret}/` }),
    wrong: { webhook: 'https://firm.bitrix24.ua/rest/1/wrong/' },
    forbid(harness) {
      const { scopes } = (harness as Awaited<ReturnType<typeof createBitrix24Harness>>).portal.state;
      scopes.splice(scopes.indexOf('crm'), 1);
    },
  },
  onec: {
    start: () => createOnecHarness(),
    fill: (password) => ({ url: 'https://1c.example/unf', user: 'Рингбек', password, timeZone: 'UTC' }),
    wrong: { password: 'wrong' },
  },
  amocrm: {
    start: () => createAmocrmHarness('token'),
    fill: (token) => ({ url: 'https://firm.amocrm.ru', token }),
    wrong: { token: 'not-the-token' },
  },
  retailcrm: {
    start: () => createRetailcrmHarness(),
    fill: (apiKey) => ({ url: 'https://firm.retailcrm.ru', apiKey, timeZone: 'UTC' }),
    wrong: { apiKey: 'not-the-key-of-the-account-at-all' },
  },
  woocommerce: {
    start: () => createWoocommerceHarness(),
    fill: (consumerSecret) => ({ ...shop, consumerKey: 'ck_1', consumerSecret }),
    wrong: { consumerSecret: 'cs_wrong' },
  },
  vendure: {
    start: () => createVendureHarness(),
    fill: (password) => ({ url: 'http://127.0.0.1:3000', username: 'ringback', password }),
    wrong: { password: 'wrong' },
    http:
      ({ http: host }) =>
      async (...request) => {
        const answer = await host!(...request);
        const text = await answer.text();
        return new Response(lacking ? text.replaceAll('"ReadCustomer",', '') : text, answer);
      },
    forbid: () => void (lacking = true),
  },
  prestashop: {
    start: () => createPrestashopHarness(),
    fill: (key) => ({ ...shop, key, timeZone: 'UTC' }),
    wrong: { key: 'WRONGWRONGWRONGWRONGWRONGWRONG12' },
  },
  insales: {
    start: () => createInsalesHarness(),
    fill: (password) => ({ url: 'https://shop.myinsales.ru', apiKey: 'app', password }),
    wrong: { password: 'wrong' },
  },
  advantshop: {
    start: () => createAdvantshopHarness(),
    fill: (apiKey) => ({ ...shop, apiKey, timeZone: 'UTC' }),
    wrong: { apiKey: 'wrong' },
    noRights: 'One key opens the whole API.',
  },
  opencart: {
    start: () => createOpencartHarness(),
    fill: (key) => ({ ...shop, key }),
    wrong: { key: 'another key of the shop' },
    noRights: 'One key opens what the extension serves.',
  },
  rest: {
    start: () => createRestHarness(definitions.rest as never),
    fill: (secret) => ({ url: 'https://bakery.example/api', secret, definition: definitions.rest }),
    wrong: { secret: 'wrong' },
  },
  directory: {
    start: () => createDirectoryHarness(definitions.directory as never),
    fill: (secret) => ({
      ...{ url: 'https://directory.example/api', secret, definition: definitions.directory },
    }),
    wrong: { secret: 'wrong' },
    says: 'right',
  },
};

interface Form {
  id: string;
  schema: { properties: Record<string, object>; required?: string[] };
}

let store: Store;
let http: TestHttp;
let harness: CrmHarness;
let settings: Record<string, unknown>;
afterEach(async () => {
  lacking = false;
  await http.close();
  await store.close();
  await harness.close();
});

/** A gateway that reaches the simulator, and nothing else. */
async function open(id: string): Promise<Form> {
  const { start, fill, http: wayTo } = CASES[id]!;
  harness = await start();
  settings = fill(harness.secret!);
  store = await createSqliteStore(':memory:', { now: harness.clock.now });
  const context = createTestContext({ clock: harness.clock, http: wayTo?.(harness) ?? harness.http! });
  const { now } = harness.clock;
  const local = createLocal({ store, now, newId: () => crypto.randomUUID(), country: () => 'UA' });
  const hub = await createCrmHub({ local, store, context });
  const connections = await createCrmConnections({ store, hub, seed: [] });
  http = await startHttp(() => ({ hub, connections }));
  const systems = await ask<Form[]>('GET', '/crm/systems');
  return systems.find((one) => one.id === id)!;
}

async function ask<T>(method: 'GET' | 'PUT' | 'POST', path: string, payload?: object): Promise<T> {
  const headers = await http.signIn('admin');
  const url = `/api/v1${path}`;
  const answer = await harness.clock.run(() =>
    http.app.inject({ method, url, headers, ...(payload && { payload }) }),
  );
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}
const check = (id: string, changed: object = {}) =>
  ask<ConnectionReport>('POST', `/crm/connections/${id}/check`, { settings: { ...settings, ...changed } });

describe.each(Object.keys(CASES))('the form of %s', (id) => {
  it('asks for what is filled in here and no more, and then it works', async () => {
    const { schema } = await open(id);
    const filled = Object.keys(settings);
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(filled));
    const needed = (schema.required ?? []).filter((key) => !('default' in schema.properties[key]!));
    expect(filled).toEqual(expect.arrayContaining(needed));
    const report = await check(id);
    expect(report.findings.filter(({ level }) => level === 'problem')).toEqual([]);
    expect(report.ok).toBe(true);
    await ask('PUT', `/crm/connections/${id}`, { settings });
    const [row] = await ask<{ system: string; settings: object }[]>('GET', '/crm/connections');
    expect(row?.system).toBe(id);
    expect(JSON.stringify(row)).not.toContain(harness.secret);
  });

  it('names a wrong key as one, with where the right one is made', async () => {
    await open(id);
    const { ok, findings } = await check(id, CASES[id]!.wrong);
    expect(ok).toBe(false);
    expect(findings).toMatchObject([{ level: 'problem', kind: CASES[id]!.says ?? 'credential' }]);
    expect(findings[0]?.hint.length).toBeGreaterThan(10);
  });

  const { noRights, forbid } = CASES[id]!;
  if (noRights !== undefined) {
    it(`names no rights: ${noRights}`, async () => {
      await open(id);
      expect(harness.wire!.tells).not.toContain('forbidden');
    });
    return;
  }

  it('names each right that is missing, with where it is given', async () => {
    await open(id);
    if (forbid) forbid(harness);
    else harness.wire!.inject('forbidden', 100);
    const { ok, findings } = await check(id);
    const problems = findings.filter(({ level }) => level === 'problem');
    expect(ok).toBe(false);
    expect(problems.length).toBeGreaterThan(0);
    for (const finding of problems) {
      expect(finding).toMatchObject({ kind: 'right', name: expect.stringMatching(/\S/) });
      expect(finding.hint.length).toBeGreaterThan(10);
    }
  });
});

it('every system that can be connected is here', () => {
  // The mailbox is tried on real servers.
  const all = SYSTEMS.map(({ manifest }) => manifest.id).filter((id) => id !== 'mail');
  expect(Object.keys(CASES).sort()).toEqual(all.sort());
});
