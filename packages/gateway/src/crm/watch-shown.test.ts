/** Records that go away in a host which tells nobody: Bitrix24 without its events, 1C, a shop; each simulated. */
import type { CrmHarness } from '@ringback/adapters/testing';
import { createAmocrmHarness } from '@ringback/adapters/testing/amocrm';
import { createBitrix24Harness } from '@ringback/adapters/testing/bitrix24';
import { createOnecHarness } from '@ringback/adapters/testing/onec';
import { createPrestashopHarness } from '@ringback/adapters/testing/prestashop';
import { createWoocommerceHarness } from '@ringback/adapters/testing/woocommerce';
import { afterEach, describe, expect, it } from 'vitest';
import { createClock } from '../calls/calls.fixtures.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { createCrmClient, type CrmClient } from './client.ts';
import { LOOK_MS, LOOKS, watchShown } from './watch-shown.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const HOSTS: Record<string, () => Promise<CrmHarness> | CrmHarness> = {
  bitrix24: () => createBitrix24Harness('webhook'),
  onec: () => createOnecHarness(),
  prestashop: () => createPrestashopHarness(),
  woocommerce: () => createWoocommerceHarness(),
};

let store: Store;
let host: CrmHarness;
let client: CrmClient;
let timers: ReturnType<typeof createClock>;
let planned: boolean;
let stop: () => void;
afterEach(async () => {
  stop();
  await store.close();
  await host.close();
});

async function open(start: () => Promise<CrmHarness> | CrmHarness): Promise<void> {
  host = await start();
  timers = createClock();
  store = await createSqliteStore(':memory:', { now: timers.now });
  client = createCrmClient({ crm: host.crm, now: host.clock.now, failed: () => undefined });
  const requests = { take: async () => undefined };
  const hub = { systems: () => [client] };
  const after: typeof timers.after = (ms, work) => {
    planned = true;
    return timers.after(ms, work);
  };
  stop = watchShown({ store, hub, requests, now: host.clock.now, timers: { after }, log: quiet });
}

const run = <T>(work: () => Promise<T>): Promise<T> => host.clock.run(work);
/** What was told since the beginning. */
const told = async () => (await store.events.since(0, 100)).events.map(({ event }) => event);
/** One round, until it has told or found nothing. */
async function round(): Promise<void> {
  const before = host.wire!.requests.length;
  // The next round is planned when the last one has ended.
  await run(() => expect.poll(() => planned).toBe(true));
  planned = false;
  timers.pass(LOOK_MS);
  await run(() => expect.poll(() => host.wire!.requests.length).toBeGreaterThan(before));
  await host.clock.pass(10_000);
}

describe.each(Object.keys(HOSTS))('what is removed in %s without a word', (system) => {
  it('is told to everybody who may have it before him, once, and is kept no longer', async () => {
    await open(HOSTS[system]!);
    const [gone, stays] = [
      await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] }),
      await host.seed.party({ name: 'Тарас', phones: ['+380671112244'] }),
    ];
    const byPhone = () => run(() => client.parties!.findByPhone('+380671112233'));
    expect(await byPhone()).toHaveLength(1);
    await run(() => client.parties!.get(stays));
    await round();
    expect(await told()).toEqual([]);
    await host.host.remove!(gone);
    await round();
    const facts = async () => (await told()).map(({ type, data }) => ({ type, data }));
    const expected = [{ type: 'record.removed', data: { system, kind: 'party', id: gone } }];
    await run(() => expect.poll(facts).toEqual(expected));
    expect(await byPhone()).toEqual([]);
    await round();
    expect(await told()).toHaveLength(1);
  });
});

const OTHERS = [
  ['amocrm', 'deal'],
  ['amocrm', 'task'],
  ['bitrix24', 'deal'],
  ['bitrix24', 'lead'],
  ['bitrix24', 'task'],
] as const;

describe.each(OTHERS)('what is removed in %s without a word: a %s', (system, kind) => {
  it('is told when it must have been removed, and not when it may only be hidden', async () => {
    await open(system === 'amocrm' ? () => createAmocrmHarness() : HOSTS.bitrix24!);
    const partyId = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
    const seeds = {
      deal: () => host.seed.deal!({ title: 'Вікна', partyId }),
      lead: () => host.seed.lead!({ name: 'Ганна', phones: ['+380671112244'] }),
      task: () => host.seed.task!({ title: 'Передзвонити', partyId }),
    };
    const [gone, stays] = [await seeds[kind](), await seeds[kind]()];
    const group: { get(id: string): Promise<unknown> } = client[`${kind}s`]!;
    for (const id of [gone, stays]) expect(await run(() => group.get(id))).toMatchObject({ id });
    await host.host.remove!(gone, kind);
    // Of the portal's tasks none is looked up: a customer goes along to show that the round is over.
    await run(() => client.parties!.get(partyId));
    await host.host.remove!(partyId);
    await round();
    const told = async () => (await store.events.since(0, 100)).events.map(({ event }) => event.data);
    const data = { system, kind, id: gone };
    await run(() => expect.poll(told).toContainEqual({ system, kind: 'party', id: partyId }));
    if (client.manifest.hides?.includes(`${kind}s`)) expect(await told()).not.toContainEqual(data);
    else expect(await told()).toContainEqual(data);
    expect(await told()).not.toContainEqual({ ...data, id: stays });
  });
});

describe('looking', () => {
  it('goes slowly, through all of them in turn, and in one request where the host has batches', async () => {
    await open(HOSTS.bitrix24!);
    const numbers = await host.seed.many(3 * LOOKS);
    const ids: string[] = [];
    for (const number of numbers) {
      const [match] = await run(() => client.parties!.findByPhone(number));
      ids.push(match!.party.id);
    }
    for (const id of ids) await host.host.remove!(id);
    const before = host.wire!.requests.length;
    for (let at = 1; at <= 3; at += 1) {
      await round();
      await run(() => expect.poll(async () => (await told()).length).toBe(at * LOOKS));
    }
    // One request, one whether the portal works, and each that is missing once more by itself before anybody is told.
    expect(host.wire!.requests.length - before).toBeLessThanOrEqual(3 * (2 + LOOKS));
  });

  it('of a site whose shop is switched off for a while tells nobody that anything is gone', async () => {
    let off = false;
    await open(() => createWoocommerceHarness());
    const { parties } = host.crm;
    const id = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
    await run(() => client.parties!.get(id));
    // What the shop says of one record is what the site says of every address then.
    const crm = {
      ...host.crm,
      parties: { ...parties!, get: async (one: string) => (off ? undefined : parties!.get(one)) },
      checkConnection: async () =>
        off
          ? {
              ok: false,
              findings: [
                {
                  level: 'problem',
                  kind: 'address',
                  name: 'x',
                  message: 'No route.',
                  hint: 'Look.',
                } as const,
              ],
            }
          : host.crm.checkConnection(),
    };
    const seen = createCrmClient({ crm, now: host.clock.now, failed: () => undefined });
    await run(() => seen.parties!.get(id));
    off = true;
    expect(await seen.gone(LOOKS)).toEqual([]);
    off = false;
    await host.host.remove!(id);
    expect(await run(() => seen.gone(LOOKS))).toEqual([{ kind: 'party', id }]);
  });

  it('of a host that is down tells nobody that anything is gone', async () => {
    await open(HOSTS.bitrix24!);
    const id = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
    await run(() => client.parties!.get(id));
    for (const fault of ['drop', 'unauthorized', 'forbidden', 'garbage', 'unavailable'] as const) {
      host.wire!.inject(fault, 1000);
      await round();
      host.wire!.heal();
    }
    expect(await told()).toEqual([]);
  });
});
