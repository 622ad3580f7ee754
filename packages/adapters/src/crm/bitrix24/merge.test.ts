import { describe, expect, it } from 'vitest';
import { createBitrix24Harness } from './simulator.ts';

const write = (idempotencyKey: string) => ({ idempotencyKey, actor: 'olena' });

describe('making one of two', () => {
  it('keeps the chosen one’s values, and says in a comment what the other one had', async () => {
    const { clock, crm, host, portal, seed } = await createBitrix24Harness();
    const keep = await seed.party({ name: 'Оксана Коваль', phones: ['+380671110001'] });
    const drop = await seed.party({ name: 'Ксенія Коваль', phones: ['+380671110002'] });
    const deal = (await seed.deal?.({ title: 'Двері', partyId: drop })) ?? '';
    const merged = await clock.run(() => crm.parties!.merge!(keep, drop, write('m')));
    expect(merged).toMatchObject({ id: keep, name: 'Оксана Коваль' });
    expect(await host.comments?.(keep)).toEqual([expect.stringContaining('name: Ксенія')]);
    expect(await clock.run(() => crm.deals!.get(deal))).toMatchObject({ party: { id: keep } });
    const asked = portal.wire.requests.length;
    await clock.run(() => crm.parties!.merge!(keep, drop, write('m')));
    expect(portal.wire.requests.slice(asked).some(({ url }) => url.includes('mergeBatch'))).toBe(false);
  });

  it('is done when it was done and the answer was lost', async () => {
    const { clock, crm, portal, seed } = await createBitrix24Harness();
    const keep = await seed.party({ name: 'Оксана Коваль', phones: ['+380671110001'] });
    const drop = await seed.party({ name: 'Оксана Коваль', phones: ['+380671110002'] });
    portal.wire.skip(3);
    portal.wire.inject('lost');
    await clock.run(() => crm.parties!.merge!(keep, drop, write('m'))).catch(() => undefined);
    portal.wire.heal();
    const merged = await clock.run(() => crm.parties!.merge!(keep, drop, write('m')));
    expect(merged.phones).toEqual(['+380671110001', '+380671110002']);
  });

  it('a person and a firm are never one', async () => {
    const { clock, crm, seed } = await createBitrix24Harness();
    const keep = await seed.party({ name: 'Оксана', phones: ['+380671110001'] });
    const firm = await seed.party({ name: 'ТОВ', phones: ['+380671110002'], nature: 'organization' });
    await expect(clock.run(() => crm.parties!.merge!(keep, firm, write('m')))).rejects.toMatchObject({
      code: 'invalid',
      hint: expect.stringContaining('companies'),
    });
  });
});

describe('a lead that becomes a customer', () => {
  it('is one customer and one deal, wherever an attempt was cut off', async () => {
    const { clock, crm, portal, seed } = await createBitrix24Harness();
    const number = '+380671110003';
    const id = (await seed.lead?.({ name: 'Майбутня Клієнтка', phones: [number] })) ?? '';
    const convert = (key: string) =>
      clock.run(() => crm.leads!.convert!(id, { dealTitle: 'Перша' }, write(key)));
    for (let before = 2; before < 9; before += 1) {
      portal.wire.heal();
      portal.wire.skip(before);
      portal.wire.inject('lost');
      await convert('same').catch(() => undefined);
    }
    portal.wire.heal();
    await convert('same').catch(() => undefined);
    const found = await clock.run(() => crm.parties!.findByPhone(number));
    expect(found.map(({ party, score }) => [party.kind, score])).toEqual([['client', 1]]);
    const partyId = found[0]?.party.id ?? '';
    const deals = await clock.run(() => crm.deals!.list({ partyId }));
    expect(deals.items.map(({ title }) => title)).toEqual(['Перша']);
  });
});
