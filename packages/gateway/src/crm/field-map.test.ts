import type { Crm } from '@ringback/adapters';
import { createBitrix24Harness } from '@ringback/adapters/testing/bitrix24';
import { beforeEach, describe, expect, it } from 'vitest';
import { type FieldMap, withFields } from './field-map.ts';

const MAP: FieldMap = {
  party: { discount: 'ufCrm_1700000000', segment: 'ufCrm_1700000001' },
  deal: { discount: 'ufCrm_1700000000' },
};
const write = (idempotencyKey: string) => ({ idempotencyKey, actor: 'olena' });

let host: Awaited<ReturnType<typeof createBitrix24Harness>>;
let crm: Crm;
let id: string;

beforeEach(async () => {
  host = await createBitrix24Harness();
  crm = withFields(host.crm, MAP, host.clock.now);
  id = await host.seed.party({ name: 'Оксана', phones: ['+380671110001'] });
});

const item = () => host.portal.state.items[3].get(Number(id.split('-')[1]));

describe('fields of the firm’s own', () => {
  it('are written under the host’s names, and choices as the host’s ids', async () => {
    const custom = { discount: '10 %', segment: 'Опт', nobody: 'knows' };
    const party = await host.clock.run(() => crm.parties!.update!(id, { custom }, write('1')));
    expect(item()).toMatchObject({ ufCrm_1700000000: '10 %', ufCrm_1700000001: '41' });
    expect(party.custom).toEqual({ discount: '10 %', segment: 'Опт' });
  });

  it('are read under ours wherever a customer is told of, and nothing that is not mapped', async () => {
    Object.assign(item() ?? {}, { ufCrm_1700000001: 43, ufCrm_9: 'unmapped' });
    const custom = { segment: 'Роздріб' };
    const read = <T>(work: () => Promise<T>) => host.clock.run(work);
    expect(await read(() => crm.parties!.findByPhone('+380671110001'))).toMatchObject([
      { party: { custom } },
    ]);
    expect(await read(() => crm.parties!.findByName('Оксана'))).toMatchObject([{ party: { custom } }]);
    const page = await read(() => crm.parties!.list!({}));
    expect(page.items.map((party) => party.custom)).toEqual([custom]);
    expect((await read(() => crm.parties!.get(id)))?.custom).toEqual(custom);
  });

  it('of a deal are the deal’s', async () => {
    const input = { title: 'Двері', partyId: id, custom: { discount: '5 %' } };
    const deal = await host.clock.run(() => crm.deals!.create!(input, write('2')));
    expect(deal.custom).toEqual({ discount: '5 %' });
  });

  it('cost one request in ten minutes', async () => {
    Object.assign(item() ?? {}, { ufCrm_1700000001: 43 });
    const pop = () => host.clock.run(() => crm.parties!.findByPhone('+380671110001'));
    await pop();
    const before = host.portal.wire.requests.length;
    for (let i = 0; i < 5; i += 1) await pop();
    expect(host.portal.wire.requests.length - before).toBe(5);
  });

  it('are shown as they are where the host does not tell its fields', async () => {
    Object.assign(item() ?? {}, { ufCrm_1700000001: 43 });
    const silent = { ...host.crm, fields: { list: () => Promise.reject(new Error('no right')) } };
    const mapped = withFields(silent, MAP, host.clock.now);
    expect((await host.clock.run(() => mapped.parties!.get(id)))?.custom).toEqual({ segment: '43' });
  });
});
