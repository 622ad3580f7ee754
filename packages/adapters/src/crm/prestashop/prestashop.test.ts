import { readFileSync } from 'node:fs';
import { Order, Party } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import {
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  createVirtualClock,
} from '../../testing/index.ts';
import { createPrestashop } from './index.ts';
import { createPrestashopSimulator, type Row } from './simulated-shop.ts';
import { toXml } from './xml.ts';

const fixture = (name: string): Row =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as Row;

function setUp() {
  const clock = createVirtualClock('2026-07-10T08:00:00.000Z');
  const shop = createPrestashopSimulator({ clock, key: 'KEY' });
  const address = fixture('address');
  const order = fixture('order');
  const names = { firstname: 'Élodie', lastname: 'Durand' };
  shop
    .table('customers')
    .set(4, { id: 4, ...names, email: 'elodie@example.com', date_add: '2026-01-10 09:00:00' });
  shop.table('addresses').set(7, address);
  shop.table('orders').set(42, order);
  shop.table('currencies').set(1, { id: 1, iso_code: 'EUR' });
  const states = {
    id: 6,
    name: [{ id: '1', value: 'Annulée' }],
    paid: '0',
    shipped: '0',
    template: [{ id: '1', value: 'order_canceled' }],
  };
  shop.table('order_states').set(6, states);
  const shared = {
    clock,
    http: shop.http,
    kept: createMemoryKept(),
    phones: createMemoryPhoneIndex(),
    country: 'FR',
  };
  const settings = { url: 'https://shop.example', key: 'KEY', timeZone: 'Europe/Paris' };
  return { clock, shop, address, crm: createPrestashop(settings, createTestContext(shared)) };
}

describe('a PrestaShop', () => {
  it('answers in its own notation: filters, limits, an empty list without a name', async () => {
    const { clock, shop } = setUp();
    const headers = { authorization: `Basic ${btoa('KEY:')}` };
    const ask = async (query: string) =>
      (await clock.run(() => shop.http(`https://shop.example/api/addresses?${query}`, { headers }))).json();
    expect(await ask('filter[id_customer]=[4]&display=full')).toEqual({ addresses: [fixture('address')] });
    expect(await ask('filter[phone_mobile]=%[12.34]%')).toMatchObject({ addresses: [{ id: 7 }] });
    expect(await ask('filter[id]=[8|9]')).toEqual([]);
  });

  it('tells its customer and order in our words, with the shop’s clock', async () => {
    const { clock, crm } = setUp();
    const party = await clock.run(() => crm.parties!.get('4'));
    expect(Party.parse(party)).toMatchObject({
      ...{ name: 'Élodie Durand', phones: ['+33612345678', '+33102030405'] },
      ...{ address: '16, Main street, Paris, 75002', createdAt: '2026-01-10T08:00:00.000Z' },
    });
    expect(party?.url).toBeUndefined();
    const order = await clock.run(() => crm.shop!.order('42'));
    expect(Order.parse(order)).toMatchObject({
      ...{
        number: 'XKBKNABJK',
        state: 'cancelled',
        stateName: 'Annulée',
        total: { amount: 61.8, currency: 'EUR' },
      },
      ...{ createdAt: '2026-07-10T07:30:00.000Z' },
      lines: [{ name: 'Hummingbird sweater', sku: 'demo_3', quantity: 2, price: { amount: 30.9 } }],
    });
  });

  it('finds a number of which it has not heard yet by the ways in which people write it', async () => {
    const { clock, address, crm } = setUp();
    address.phone_mobile = '0612345678';
    expect(await clock.run(() => crm.parties!.findByPhone('+33612345678'))).toMatchObject([
      { party: { id: '4' }, score: 1 },
    ]);
  });

  it('a cart that became an order is no cart any more', async () => {
    const { clock, shop, crm } = setUp();
    shop.table('products').set(2, { id: 2, name: 'Sweater', reference: 'demo_3', price: '25.75' });
    const rows = [{ id_product: '2', quantity: '1' }];
    const cart = {
      id_customer: '4',
      id_currency: '1',
      date_upd: '2026-07-10 09:00:00',
      associations: { cart_rows: rows },
    };
    shop.table('carts').set(12, { id: 12, ...cart });
    expect(await clock.run(() => crm.shop!.cart!('4'))).toBeUndefined();
    shop.table('carts').set(13, { id: 13, ...cart, date_upd: '2026-07-10 10:00:00' });
    expect(await clock.run(() => crm.shop!.cart!('4'))).toMatchObject({
      lines: [{ name: 'Sweater', quantity: 1 }],
    });
  });

  it('a value never ends its tag', () => {
    expect(toXml('customer', { firstname: 'a</firstname><active>1</active>&\u0000' })).toContain(
      '<firstname>a&lt;/firstname&gt;&lt;active&gt;1&lt;/active&gt;&amp;</firstname>',
    );
  });
});

describe('the tax number', () => {
  it('stands in one of the customer’s addresses: it is read, changed where it stands, and leads to him', async () => {
    const { clock, shop, address, crm } = setUp();
    Object.assign(address, { vat_number: 'FR32123456789' });
    const { get, update, duplicates } = crm.parties!;
    expect((await clock.run(() => get('4')))?.taxId).toBe('FR32123456789');
    const write = { actor: 'olena', idempotencyKey: 'one' };
    const changed = await clock.run(() => update!('4', { taxId: 'FR40303265045' }, write));
    expect(changed.taxId).toBe('FR40303265045');
    expect(shop.table('addresses').get(7)).toMatchObject({ vat_number: 'FR40303265045', city: 'Paris' });
    const found = await clock.run(() => duplicates({ taxId: 'FR40303265045' }));
    expect(found.map(({ party, why }) => [party.id, why])).toEqual([['4', 'tax-id']]);
  });

  it('of somebody who has none gets an address of ours, beside his own', async () => {
    const { clock, shop, crm } = setUp();
    const write = { actor: 'olena', idempotencyKey: 'two' };
    shop.put('countries', { iso_code: 'FR' });
    const changed = await clock.run(() => crm.parties!.update!('4', { taxId: 'FR40303265045' }, write));
    expect(changed).toMatchObject({ taxId: 'FR40303265045', phones: ['+33612345678', '+33102030405'] });
    expect(shop.table('addresses').get(7)).not.toHaveProperty('vat_number');
  });
});
