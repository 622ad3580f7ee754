/** Tax numbers in the portal's requisites. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type Bitrix24Harness, createBitrix24Harness } from './simulator.ts';

let host: Bitrix24Harness;
let count = 0;
const write = () => ({ idempotencyKey: `key-${(count += 1)}`, actor: 'olena' });
const requisites = () => [...host.portal.state.requisites.values()];
const create = (more: object, options = write()) =>
  host.clock.run(() =>
    host.crm.parties!.create!(
      { name: 'ТОВ «Карпати»', kind: 'client', phones: ['+380671112233'], ...more },
      options,
    ),
  );

beforeEach(async () => {
  host = await createBitrix24Harness();
});

describe('a tax number', () => {
  it('of a firm goes into the template for firms, that of a person into the other', async () => {
    const firm = await create({ nature: 'organization', taxId: '32109876' });
    const person = await create({ phones: ['+380671112244'], taxId: '3210987654' });
    expect([firm.taxId, person.taxId]).toEqual(['32109876', '3210987654']);
    expect(requisites()).toMatchObject([
      { ENTITY_TYPE_ID: 4, PRESET_ID: 1, RQ_EDRPOU: '32109876' },
      { ENTITY_TYPE_ID: 3, PRESET_ID: 3, RQ_DRFO: '3210987654' },
    ]);
  });

  it('is changed where it stands, with everything else in those requisites left alone', async () => {
    const id = await host.seed.party({ name: 'ТОВ', phones: [], nature: 'organization', taxId: '32109876' });
    Object.assign(requisites()[0] ?? {}, { RQ_DIRECTOR: 'Їжакевич' });
    const party = await host.clock.run(() => host.crm.parties!.update!(id, { taxId: '32109870' }, write()));
    expect(party.taxId).toBe('32109870');
    expect(requisites()).toMatchObject([{ RQ_EDRPOU: '32109870', RQ_DIRECTOR: 'Їжакевич' }]);
  });

  it('of a lead is refused before anybody is made', async () => {
    await expect(create({ kind: 'lead', taxId: '1' })).rejects.toMatchObject({ code: 'unsupported' });
    expect(host.portal.state.items[1].size).toBe(0);
  });

  it('is written by the next attempt when the first one was cut off after the customer was made', async () => {
    const options = write();
    host.wire!.skip(5);
    host.wire!.inject('lost');
    await create({ nature: 'organization', taxId: '32109876' }, options).catch(() => undefined);
    host.wire!.heal();
    const party = await create({ nature: 'organization', taxId: '32109876' }, options);
    expect(party.taxId).toBe('32109876');
    expect(host.portal.state.items[4].size).toBe(1);
    expect(requisites()).toHaveLength(1);
  });

  it('costs a screen pop nothing, and the card no request of its own', async () => {
    const id = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'], taxId: '32109876' });
    await host.clock.run(() => host.crm.users!.list());
    const before = host.wire!.requests.length;
    await host.clock.run(() => host.crm.parties!.findByPhone('+380671112233'));
    const party = await host.clock.run(() => host.crm.parties!.get(id));
    expect(party?.taxId).toBe('32109876');
    expect(host.wire!.requests.length - before).toBe(2);
  });
});
