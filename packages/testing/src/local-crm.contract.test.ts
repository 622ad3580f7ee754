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
});
