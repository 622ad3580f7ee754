/** The Crm suite on the local system of record as the gateway has it: in SQLite. */
import { createLocal, manifest } from '@ringback/adapters/local';
import { crmConformance } from '@ringback/adapters/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localHarness } from './local-harness.ts';

crmConformance({ describe, it, beforeAll, afterAll }, { manifest, setup: localHarness });

describe('the local system of record', () => {
  const write = { idempotencyKey: 'key-1', actor: 'olena' };
  const input = { name: 'Тарас', kind: 'lead', phones: ['+380671112233'] };

  async function rig() {
    const harness = await localHarness();
    const { create, update } = createLocal(harness.options).parties ?? {};
    if (!create || !update) throw new Error('parties can be written');
    const told = async () => (await harness.store.events.since(0, 100)).events;
    return { ...harness, create, update, told };
  }

  it('tells colleagues of each change once, and keeps who made it', async () => {
    const { create, update, told, store, close } = await rig();
    const party = await create(input, write);
    await create(input, write);
    await update(party.id, { kind: 'client' }, { ...write, actor: 'andriy' });
    await update(party.id, { kind: 'client' }, { idempotencyKey: 'key-2', actor: 'andriy' });
    expect((await told()).map(({ event, audience }) => [event.type, audience])).toEqual([
      ['party.created', null],
      ['party.updated', null],
    ]);
    expect((await store.audit.ofEntity('party', party.id)).at(-1)).toMatchObject({
      ...{ actor: 'andriy', field: 'kind', old: 'lead', new: 'client' },
    });
    await close();
  });

  it('a refused write leaves nothing behind, and its key can be used again', async () => {
    const { create, told, close } = await rig();
    await create(input, write);
    const retry = { idempotencyKey: 'key-2', actor: 'olena' };
    await expect(create({ ...input, name: 'Інший' }, retry)).rejects.toMatchObject({ code: 'conflict' });
    expect(await told()).toHaveLength(1);
    const free = { ...input, name: 'Інший', phones: ['+380671112299'] };
    expect(await create(free, retry)).toMatchObject({ name: 'Інший' });
    await close();
  });

  it('an organization has exactly one main contact: the first, until another is made it', async () => {
    const { create, update, crm, close } = await rig();
    const key = (idempotencyKey: string) => ({ idempotencyKey, actor: 'olena' });
    const firm = await create({ name: 'ТОВ', kind: 'client', phones: ['+380441112233'] }, key('1'));
    const person = (name: string, phone: string, at: string) =>
      create({ name, kind: 'client', phones: [phone], organizationId: firm.id }, key(at));
    const first = await person('Перша', '+380671112231', '2');
    const second = await person('Друга', '+380671112232', '3');
    expect([first.main, second.main]).toEqual([true, false]);
    expect(first.organization).toEqual({ id: firm.id, name: 'ТОВ' });
    expect((await update(second.id, { main: true }, key('4'))).main).toBe(true);
    expect((await crm.parties!.get(first.id))?.main).toBe(false);
    await expect(
      create({ name: 'Ніч', kind: 'lead', phones: [], organizationId: 'nowhere' }, key('5')),
    ).rejects.toMatchObject({ code: 'invalid' });
    await close();
  });

  it('a draft is a customer once a person has looked at it', async () => {
    const { create, update, close } = await rig();
    const draft = await create({ ...input, draft: { source: 'Довідник' } }, write);
    expect(draft.draft).toEqual({ source: 'Довідник' });
    const confirmed = await update(draft.id, { confirmed: true }, { ...write, idempotencyKey: 'key-2' });
    expect(confirmed.draft).toBeUndefined();
    await close();
  });

  it('what belonged to the party that was merged belongs to the one that is left', async () => {
    const { crm, create, store, close } = await rig();
    const key = (idempotencyKey: string) => ({ idempotencyKey, actor: 'olena' });
    const keep = await create(input, key('1'));
    const drop = await create({ ...input, name: 'Двійник', phones: ['+380671112234'] }, key('2'));
    await crm.deals!.create!({ title: 'Кухня', partyId: drop.id }, key('3'));
    await crm.tasks!.create!({ title: 'Зателефонувати', partyId: drop.id }, key('4'));
    await crm.parties!.merge!(keep.id, drop.id, key('5'));
    const { items } = await crm.deals!.list({ partyId: keep.id });
    expect(items.map(({ title, party }) => [title, party])).toEqual([
      ['Кухня', { id: keep.id, name: 'Тарас' }],
    ]);
    expect((await crm.tasks!.list({ partyId: keep.id })).items[0]?.partyId).toBe(keep.id);
    expect((await store.audit.ofEntity('party', drop.id)).at(-1)).toMatchObject({
      new: keep.id,
      old: { name: 'Двійник' },
    });
    await close();
  });
});
