import { readFileSync } from 'node:fs';
import { Order, Party } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import {
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  createVirtualClock,
} from '../../testing/index.ts';
import { createAdvantshop } from './index.ts';
import { createAdvantshopSimulator, type SimulatedCustomer, type SimulatedOrder } from './simulated-shop.ts';

const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as T;

function setUp() {
  const clock = createVirtualClock('2026-05-03T10:00:00.000Z');
  const shop = createAdvantshopSimulator({ clock, key: 'key' });
  const [customer] = fixture<{ customers: [SimulatedCustomer] }>('customers').customers;
  shop.customers.set(customer.id, customer);
  shop.orders.push(fixture<SimulatedOrder>('order'));
  const shared = {
    clock,
    http: shop.http,
    kept: createMemoryKept(),
    phones: createMemoryPhoneIndex(),
    country: 'RU',
  };
  const settings = { url: 'https://shop.example', apiKey: 'key', timeZone: 'Europe/Moscow' };
  return { clock, shop, customer, crm: createAdvantshop(settings, createTestContext(shared)) };
}

describe('an AdvantShop', () => {
  it('answers with the names that its sources give', async () => {
    const { clock, shop } = setUp();
    const ask = async (path: string, authorization = 'key') =>
      (
        await clock.run(() => shop.http(`https://shop.example/api/${path}`, { headers: { authorization } }))
      ).json();
    expect(await ask('customers?Phone=8(916)123-45-67')).toEqual(fixture('customers'));
    expect(await ask('order/get/1042')).toEqual(fixture('order'));
    expect(await ask('customers', 'wrong')).toEqual({ status: 'error', errors: 'Invalid apikey' });
  });

  it('tells its customer and order in our words', async () => {
    const { clock, customer, crm } = setUp();
    const party = await clock.run(() => crm.parties!.get(customer.id));
    expect(Party.parse(party)).toMatchObject({
      ...{ name: 'Пётр Ильич Щукин', phones: ['+79161234567', '+79037654321'], email: 'petr@example.com' },
    });
    const order = await clock.run(() => crm.shop!.order('1042'));
    expect(Order.parse(order)).toMatchObject({
      ...{
        number: '1042',
        state: 'delivered',
        paid: true,
        partyId: customer.id,
        createdAt: '2026-05-03T06:20:00.000Z',
      },
      ...{ total: { amount: 2450.5, currency: 'RUB' }, deliveryAddress: 'Москва, Тверская, 1' },
      lines: [{ name: 'Чайник', sku: 'KETTLE-2', quantity: 1 }, { name: 'Чашка' }],
    });
  });

  it('finds the further number that stands in the comment, and leaves what people wrote there', async () => {
    const { clock, shop, customer, crm } = setUp();
    await clock.run(() => crm.changes!.poll!(undefined));
    expect(await clock.run(() => crm.parties!.findByPhone('8 903 765 43 21'))).toMatchObject([
      { party: { id: customer.id } },
    ]);
    await clock.run(() =>
      crm.parties!.update!(
        customer.id,
        { addPhone: '+79990000001' },
        { idempotencyKey: 'k', actor: 'olena' },
      ),
    );
    expect(shop.customers.get(customer.id)).toMatchObject({
      ...{ adminComment: 'Звонить после обеда\n☎ +79037654321\n☎ +79990000001', email: 'petr@example.com' },
    });
  });

  it('finds a number whose national part begins with an eight', async () => {
    const { clock, shop, crm } = setUp();
    shop.put({ firstName: 'Бесплатный', email: 'free@example.com', phone: '88005553535' });
    expect(await clock.run(() => crm.parties!.findByPhone('+78005553535'))).toMatchObject([
      { party: { name: 'Бесплатный' } },
    ]);
  });

  it('tells the newest of many orders first', async () => {
    const { clock, shop, customer, crm } = setUp();
    const order = fixture<SimulatedOrder>('order');
    for (let Id = 2000; Id < 2250; Id += 1) shop.orders.push({ ...order, Id, Number: String(Id) });
    const { items, next } = await clock.run(() => crm.shop!.orders({ partyId: customer.id, limit: 2 }));
    expect(items.map(({ number }) => number)).toEqual(['2249', '2248']);
    const page = await clock.run(() => crm.shop!.orders({ partyId: customer.id, limit: 2, cursor: next! }));
    expect(page.items.map(({ number }) => number)).toEqual(['2247', '2246']);
  });
});
