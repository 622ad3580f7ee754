import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryCrm, createMemoryStore, crmConformance } from '../../testing/index.ts';
import { createLocal, manifest } from './index.ts';

const runner = { describe, it, beforeAll, afterAll };
const fixed = { now: () => new Date('2026-11-23T10:00:00.000Z'), newId: () => crypto.randomUUID() };

crmConformance(runner, {
  manifest,
  setup: async () => ({
    crm: createLocal({ store: createMemoryStore(), ...fixed }),
    kind: 'client',
    close: async () => undefined,
  }),
});

const memory = createMemoryCrm(fixed);
crmConformance(runner, {
  manifest: memory.manifest,
  setup: async () => ({
    crm: memory,
    kind: 'client',
    loggedCalls: async () => memory.logged.map(({ id, comment }) => ({ callId: id, comment })),
    close: async () => undefined,
  }),
});

describe('the local system of record', () => {
  const write = { idempotencyKey: 'key-1', actor: 'olena' };
  const input = { name: 'Тарас', kind: 'lead', phones: ['+380671112233'] };

  it('tells colleagues of each change once, and keeps who made it', async () => {
    const store = createMemoryStore();
    const { parties } = createLocal({ store, ...fixed });
    const party = await parties!.create(input, write);
    await parties!.create(input, write);
    await parties!.update(party.id, { kind: 'client' }, { ...write, actor: 'andriy' });
    await parties!.update(party.id, { kind: 'client' }, { idempotencyKey: 'key-2', actor: 'andriy' });
    expect(store.told.map(({ type, audience }) => [type, audience])).toEqual([
      ['party.created', null],
      ['party.updated', null],
    ]);
    expect(store.audited.at(-1)).toEqual({
      ...{ actor: 'andriy', entity: 'party', entityId: party.id },
      ...{ field: 'kind', old: 'lead', new: 'client' },
    });
  });

  it('a refused write leaves nothing behind, and its key can be used again', async () => {
    const store = createMemoryStore();
    const { parties } = createLocal({ store, ...fixed });
    await parties!.create(input, write);
    const retry = { idempotencyKey: 'key-2', actor: 'olena' };
    await expect(parties!.create({ ...input, name: 'Інший' }, retry)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(store.told).toHaveLength(1);
    const free = { ...input, name: 'Інший', phones: ['+380671112299'] };
    expect(await parties!.create(free, retry)).toMatchObject({ name: 'Інший' });
  });
});
