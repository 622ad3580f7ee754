/** Deals, tasks and leads of a host that filters, compares and keeps less than Ringback's own store: Bitrix24, simulated. */
import { createBitrix24Harness, type Bitrix24Harness } from '@ringback/adapters/testing/bitrix24';
import { createLocal } from '@ringback/adapters/local';
import type { Agent } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCrmClient } from '../crm/client.ts';
import { startHttp, type TestHttp } from '../http/http.fixtures.ts';
import { createDesk } from './index.ts';

let host: Bitrix24Harness;
let http: TestHttp;
let desk: ReturnType<typeof createDesk>;
let agent: Agent;
let partyId: string;
let keys = 0;

const doing = () => ({ agent, key: `key-${(keys += 1)}` });
const run = <T>(work: () => Promise<T>): Promise<T> => host.clock.run(work);

beforeEach(async () => {
  host = await createBitrix24Harness();
  const client = createCrmClient({ crm: host.crm, now: host.clock.now, failed: () => undefined });
  http = await startHttp();
  const { store, settings, newId, calls } = http.deps;
  const now = host.clock.now;
  const local = createLocal({ store, now, newId, country: () => 'UA' });
  const hub = { recordOf: () => client, system: () => client };
  desk = createDesk({
    ...{ store, crm: client, local, hub, now, newId, settings: settings.current, scopeOf: () => undefined },
    reassignCalls: calls.reassign,
  });
  agent = (await store.agents.list())[0]!;
  partyId = await host.seed.party({ name: 'Оксана', phones: ['+380671110001'] });
});
afterEach(() => http.app.close());

const deal = (title: string) => run(() => desk.deals.create({ title, partyId }, doing()));

describe('a list that the host cannot filter', () => {
  it('is read on until there is something to show, and says where to go on', async () => {
    for (let i = 0; i < 60; i += 1) await host.seed.deal?.({ title: `Вікно ${i}`, partyId });
    const oldest = await host.seed.deal?.({ title: 'Двері дубові', partyId });
    for (let i = 0; i < 60; i += 1) await host.seed.deal?.({ title: `Вікно ${60 + i}`, partyId });
    const first = await run(() => desk.deals.list({ words: 'дубові', limit: '10' as never }));
    expect(first.items.map(({ id }) => id)).toEqual([oldest]);
    expect(first.next).toBeDefined();
    const rest = await run(() =>
      desk.deals.list({ words: 'дубові', limit: '10' as never, cursor: first.next! }),
    );
    expect(rest.items).toEqual([]);
  });
});

describe('letters that the host keeps', () => {
  it('stand in the history of the customer once, with who wrote them', async () => {
    const email = 'oksana@example.com';
    const id = await host.seed.party({ name: 'Оксана', phones: [], email });
    await host.seed.letter!({ partyId: id, from: email, subject: 'Ціна', text: 'Скільки?' });
    const { items } = await run(() => desk.timeline.list(agent, { partyId: id }));
    expect(items.map(({ kind, title, author }) => [kind, title, author])).toEqual([['mail', 'Ціна', email]]);
  });
});

describe('a change of what somebody else has changed', () => {
  it('is refused with the record as it is now, though the host would take it, and nothing is written', async () => {
    const before = await deal('Двері');
    await host.clock.pass(5000);
    await run(() =>
      host.crm.deals!.update!(
        before.id,
        { title: 'Двері та вікна' },
        { ...doing(), actor: 'andriy', idempotencyKey: 'x' },
      ),
    );
    const change = { title: 'Ворота', ifUnmodifiedSince: before.updatedAt };
    await expect(run(() => desk.deals.update(before.id, change, doing()))).rejects.toMatchObject({
      code: 'conflict',
      current: { title: 'Двері та вікна' },
    });
    const now = await run(() => desk.deals.get(before.id));
    expect(now.title).toBe('Двері та вікна');
    const again = { title: 'Ворота', ifUnmodifiedSince: now.updatedAt };
    expect((await run(() => desk.deals.update(before.id, again, doing()))).title).toBe('Ворота');
  });
});

describe('what the host does not keep', () => {
  it('is shown on a customer’s card, and not offered for change', () => {
    const fields = desk.layout('party').fields.map(({ key, writable }) => [key, writable]);
    expect(Object.fromEntries(fields)).toMatchObject({
      ...{ name: true, kind: true, email: true, taxId: true, responsible: true, organization: true },
      ...{ nature: false, phones: false, address: false, tags: false },
    });
  });

  it('is refused field by field before anything is written', async () => {
    const input = { title: 'Двері', partyId, probability: 50 };
    await expect(run(() => desk.deals.create(input, doing()))).rejects.toMatchObject({
      code: 'invalid',
      fields: { probability: 'is not kept by Bitrix24' },
    });
    expect(host.portal.state.items[2].size).toBe(0);
  });

  it('and what it keeps is written', async () => {
    const made = await run(() =>
      desk.deals.create(
        {
          ...{ title: 'Двері', partyId, custom: { ufCrm_1700000000: '10 %' } },
          closesAt: '2026-12-20T10:00:00.000Z',
        },
        doing(),
      ),
    );
    expect(made).toMatchObject({
      ...{ custom: { ufCrm_1700000000: '10 %' }, closesAt: '2026-12-20T10:00:00.000Z' },
    });
    const task = await run(() => desk.tasks.create({ title: 'Заміряти', partyId, dealId: made.id }, doing()));
    expect([...host.portal.state.tasks.values()][0]).toMatchObject({
      UF_CRM_TASK: expect.arrayContaining([`D_${made.id}`]),
    });
    expect(task.dealId).toBe(made.id);
  });
});
