import { readFileSync } from 'node:fs';
import { Order, Party } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import {
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  createVirtualClock,
} from '../../testing/index.ts';
import { createInsales } from './index.ts';
import { createInsalesSimulator, type SimulatedClient, type SimulatedOrder } from './simulated-shop.ts';

const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as T;

function setUp() {
  const clock = createVirtualClock('2026-05-03T07:00:00.000Z');
  const shop = createInsalesSimulator({ clock, key: 'app', password: 'secret' });
  const client = fixture<SimulatedClient>('client');
  const order = fixture<SimulatedOrder>('order');
  shop.clients.set(client.id, client);
  shop.orders.set(order.id, order);
  const shared = {
    clock,
    http: shop.http,
    kept: createMemoryKept(),
    phones: createMemoryPhoneIndex(),
    country: 'RU',
  };
  const settings = { url: 'https://shop.myinsales.ru', apiKey: 'app', password: 'secret' };
  return { clock, shop, client, order, crm: createInsales(settings, createTestContext(shared)) };
}

describe('an InSales shop', () => {
  it('answers with its records and with how much of its limit is used', async () => {
    const { clock, shop } = setUp();
    const headers = { authorization: `Basic ${btoa('app:secret')}` };
    const answer = await clock.run(() =>
      shop.http('https://shop.myinsales.ru/admin/orders/90017.json', { headers }),
    );
    expect(await answer.json()).toEqual(fixture('order'));
    expect(answer.headers.get('api-usage-limit')).toBe('1/500');
  });

  it('tells its customer and his order in our words', async () => {
    const { clock, crm } = setUp();
    const party = await clock.run(() => crm.parties!.get('4201'));
    expect(Party.parse(party)).toMatchObject({
      ...{ name: 'Пётр Ильич Щукин', phones: ['+79161234567'], email: 'petr@example.com' },
      createdAt: '2025-02-01T09:00:00.000Z',
    });
    const order = await clock.run(() => crm.shop!.order('90017'));
    expect(Order.parse(order)).toMatchObject({
      ...{ number: '1042', state: 'in-progress', stateName: 'В обработке', paid: true, partyId: '4201' },
      total: { amount: 2450.5, currency: 'RUB' },
      lines: [
        { name: 'Чайник', sku: 'KETTLE-2', price: { amount: 2200.5 } },
        { name: 'Чашка', price: { amount: 250 } },
      ],
      deliveryAddress: 'г Москва, Тверская ул, д 1',
    });
  });

  it('shows the tax number of a juridical client, who is a firm', async () => {
    const { clock, shop, crm } = setUp();
    const firm = {
      type: 'Client::Juridical',
      name: 'ООО «Ромашка»',
      surname: '',
      middlename: '',
      inn: '7701234567',
    };
    Object.assign(shop.clients.get(4201)!, firm);
    const party = await clock.run(() => crm.parties!.get('4201'));
    expect(party).toMatchObject({ name: 'ООО «Ромашка»', nature: 'organization', taxId: '7701234567' });
  });

  it('finds the recipient of an order, and the orders of a customer, once they were polled', async () => {
    const { clock, crm } = setUp();
    await clock.run(() => crm.changes!.poll!(undefined));
    expect(await clock.run(() => crm.parties!.findByPhone('+79037654321'))).toMatchObject([
      { party: { id: '4201' }, score: 0.5, why: 'order', via: { kind: 'order', id: '90017', label: '1042' } },
    ]);
    expect((await clock.run(() => crm.shop!.orders({ partyId: '4201' }))).items).toHaveLength(1);
  });

  it('finds who was created a minute ago, though nobody has told of him', async () => {
    const { clock, shop, crm } = setUp();
    await clock.run(() => crm.changes!.poll!(undefined));
    shop.write(undefined, { name: 'Новый', phone: '8 903 000-00-01' });
    await clock.pass(60_000);
    expect(await clock.run(() => crm.parties!.findByPhone('+79030000001'))).toMatchObject([
      { party: { name: 'Новый' } },
    ]);
  });

  it('without a webhook token hears no delivery at all', async () => {
    const { crm } = setUp();
    const body = new TextEncoder().encode('{"id":4201}');
    await expect(
      crm.changes!.receive!({ method: 'POST', headers: {}, query: { token: '' }, body }),
    ).rejects.toMatchObject({ code: 'unauthorized' });
  });
});
