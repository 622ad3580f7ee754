/** Several systems of record behind one gateway. */
import type { Crm, CrmManifest } from '@ringback/adapters';
import { createLocal, manifest as local, type MailTransport } from '@ringback/adapters/local';
import type { Agent, Party, PartyMatch } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../calls/calls.fixtures.ts';
import { abilitiesOf } from '../desk/abilities.ts';
import { createLog } from '../log.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { createCrmHub, type CrmHub } from './hub.ts';
import { createMatcher, MATCH_DEADLINE_MS } from './matcher.ts';
import { SYSTEMS } from './systems.ts';

const NUMBER = '+380671112233';
const AT = '2026-03-02T09:00:00.000Z';

let store: Store;
let clock: ReturnType<typeof createClock>;
let hub: CrmHub;
let lines: string[];
/** The firm's own mailbox, once it is connected. */
let mailbox: MailTransport | undefined;
/** What each host answers. */
let answers: Record<string, () => Promise<PartyMatch[]>>;

function match(system: string, name: string): PartyMatch {
  const party: Party = {
    system,
    id: `${system}-1`,
    name,
    kind: 'client',
    phones: [NUMBER],
    createdAt: AT,
    updatedAt: AT,
  };
  return { party, score: 1, why: 'phone' };
}

/** Two hosts in the place of the real ones. */
const fakes = ['bitrix24', 'woocommerce'].map((id) => {
  const system = SYSTEMS.find(({ manifest }) => manifest.id === id)!;
  const capabilities =
    id === 'bitrix24' ? (['parties', 'deals', 'mail'] as const) : (['parties', 'shop'] as const);
  const manifest: CrmManifest = { ...local, id, name: id, capabilities };
  const group = { list: async () => ({ items: [] }), get: async () => undefined, pipelines: async () => [] };
  const crm: Crm = {
    manifest,
    checkConnection: async () => ({ ok: true, findings: [] }),
    parties: {
      findByPhone: () => answers[id]!(),
      findByName: async (name) => [match(id, name)],
      get: async (recordId) => ({ ...match(id, recordId).party, id: recordId }),
      duplicates: async () => [],
    },
    ...(id === 'bitrix24'
      ? { deals: group, mail: { list: group.list, send: () => Promise.reject(new Error('no')) } }
      : { shop: { orders: group.list, order: group.get } }),
  };
  return { system, crm, original: system.create };
});

beforeEach(async () => {
  for (const { system, crm } of fakes) system.create = () => crm;
  clock = createClock();
  lines = [];
  mailbox = undefined;
  answers = { bitrix24: async () => [], woocommerce: async () => [] };
  store = await createSqliteStore(':memory:', { now: clock.now });
  await store.transaction(async (tx) => {
    const webhook = 'https://firm.bitrix24.ua/rest/1/secret/';
    await store.crmConnections.put(tx, { system: 'bitrix24', settings: { webhook }, recordOf: [] });
    const shop = {
      url: 'https://shop.example',
      consumerKey: `ck_${'a'.repeat(40)}`,
      consumerSecret: `cs_${'b'.repeat(40)}`,
    };
    await store.crmConnections.put(tx, { system: 'woocommerce', settings: shop, recordOf: [] });
  });
  hub = await createCrmHub({
    local: createLocal({
      ...{ store, now: clock.now, newId: () => crypto.randomUUID(), country: () => 'UA' },
      mail: () => mailbox,
    }),
    store,
    context: {
      ...{
        http: fetch,
        now: clock.now,
        log: createLog('warn', { write: (line: string) => void lines.push(line) }),
      },
      ...{ wait: async () => undefined, random: () => 0.5, newId: () => 'id', country: () => 'UA' },
    },
  });
});
afterEach(async () => {
  for (const { system, original } of fakes) system.create = original;
  await store.close();
});

it('New leads are made where the customers are, when those are leads there; Ringback’s own list stays', async () => {
  const [bitrix24] = fakes;
  const { manifest } = bitrix24!.crm;
  expect(hub.leads?.create).toBeDefined();
  bitrix24!.system.create = () => ({ ...bitrix24!.crm, manifest: { ...manifest, leadsAreParties: true } });
  await hub.reload();
  expect(hub.leads?.create).toBeUndefined();
  expect(
    abilitiesOf({ role: 'employee' } as Agent, hub, { messages: false, records: false, routed: true }),
  ).toEqual(expect.arrayContaining(['leads.list', 'leads.update', 'leads.convert']));
});

const names = (matches: readonly PartyMatch[]) => matches.map(({ party }) => party.name);

describe('several systems of record', () => {
  it('each group is the first’s who has it, unless it is said otherwise; nobody’s is Ringback’s own', async () => {
    const records = () =>
      (['parties', 'deals', 'shop', 'tasks'] as const).map((group) => hub.recordOf(group)?.manifest.id);
    expect(records()).toEqual(['bitrix24', 'bitrix24', 'woocommerce', 'local']);
    const [, shop] = await store.crmConnections.list();
    await store.transaction((tx) => store.crmConnections.put(tx, { ...shop!, recordOf: ['parties'] }));
    await hub.reload();
    expect(records()).toEqual(['woocommerce', 'bitrix24', 'woocommerce', 'local']);
    expect(hub.manifest.id).toBe('woocommerce');
  });

  it('letters are the own mailbox’s as soon as there is one, until a host is chosen for them', async () => {
    const keeper = () => hub.recordOf('mail')?.manifest.id;
    expect(keeper()).toBe('bitrix24');
    mailbox = { from: 'shop@firm.example', send: async () => undefined };
    expect(keeper()).toBe('local');
    const [portal] = await store.crmConnections.list();
    await store.transaction((tx) => store.crmConnections.put(tx, { ...portal!, recordOf: ['mail'] }));
    await hub.reload();
    expect(keeper()).toBe('bitrix24');
  });

  it('a letter that is asked for again while it is being sent leaves once; one that did not leave is tried anew', async () => {
    const sendings: PromiseWithResolvers<void>[] = [];
    const send = () => {
      const sending = Promise.withResolvers<void>();
      sendings.push(sending);
      return sending.promise;
    };
    mailbox = { from: 'shop@firm.example', send };
    const letter = { to: ['h@k.example'], subject: 'Invoice', text: 'Here it is.' };
    const ask = () => hub.mail!.send(letter, { actor: 'olena', idempotencyKey: 'k1' });
    const refused = Promise.allSettled([ask(), ask()]);
    await vi.waitUntil(() => sendings.length > 0);
    sendings[0]!.reject(new Error('the server is gone'));
    expect((await refused).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const asked = Promise.all([ask(), ask()]);
    await vi.waitUntil(() => sendings.length > 1);
    const third = ask();
    sendings[1]!.resolve();
    const [first, ...others] = [...(await asked), await third, await ask()];
    expect(others.map(({ id }) => id)).toEqual(others.map(() => first!.id));
    expect(sendings).toHaveLength(2);
  });

  it('all are asked who is calling; one that fails keeps nobody from being known', async () => {
    answers.bitrix24 = () => Promise.reject(new Error('down'));
    answers.woocommerce = async () => [match('woocommerce', 'Ганна')];
    expect(names(await hub.parties!.findByPhone(NUMBER))).toEqual(['Ганна']);
    expect(lines.join('')).toContain('a system of record did not say who is calling');
  });

  it('who is slow does not keep the others’ answer back, and is heard later', async () => {
    const { promise, resolve } = Promise.withResolvers<PartyMatch[]>();
    answers.bitrix24 = () => promise;
    answers.woocommerce = async () => [match('woocommerce', 'З магазину')];
    const matcher = createMatcher({
      crm: hub,
      store,
      now: clock.now,
      timers: clock,
      failed: () => undefined,
    });
    const asked = matcher.inTime(NUMBER);
    await expect.poll(() => store.events.latestId()).toBe(0);
    clock.pass(MATCH_DEADLINE_MS);
    const { matches, late } = await asked;
    expect(names(matches)).toEqual(['З магазину']);
    resolve([match('bitrix24', 'З порталу')]);
    expect(names((await late)!)).toEqual(['З порталу']);
  });

  it('a record is read where it is kept', async () => {
    expect(await hub.partyOf({ system: 'woocommerce', id: 'customer-7' })).toMatchObject({
      system: 'woocommerce',
      id: 'customer-7',
    });
    expect(await hub.partyOf({ system: 'nowhere', id: '1' })).toBeUndefined();
  });

  it('one whose settings are no good keeps the gateway from nothing', async () => {
    await store.transaction((tx) =>
      store.crmConnections.put(tx, { system: 'bitrix24', settings: { webhook: 'x' }, recordOf: [] }),
    );
    await hub.reload();
    expect(hub.recordOf('parties')?.manifest.id).toBe('woocommerce');
    expect(lines.join('')).toContain('could not be connected');
  });
});
