import { readFileSync } from 'node:fs';
import { Order, Party } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import {
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  createVirtualClock,
} from '../../testing/index.ts';
import { createWoocommerce } from './index.ts';
import { createWoocommerceSimulator, type SimulatedCustomer, type SimulatedOrder } from './simulated-shop.ts';

const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as T;

function setUp() {
  const clock = createVirtualClock('2017-03-23T09:00:00.000Z');
  const shop = createWoocommerceSimulator({ clock, key: 'ck', secret: 'cs', webhookSecret: 'whs' });
  const customer = fixture<SimulatedCustomer>('customer');
  const order = fixture<SimulatedOrder>('order');
  shop.customers.set(customer.id, customer);
  shop.orders.set(order.id, order);
  const shared = {
    clock,
    http: shop.http,
    kept: createMemoryKept(),
    phones: createMemoryPhoneIndex(),
    country: 'US',
  };
  const settings = {
    url: 'https://shop.example/',
    consumerKey: 'ck',
    consumerSecret: 'cs',
    webhookSecret: 'whs',
  };
  const crm = createWoocommerce(settings, createTestContext(shared));
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Basic ${btoa('ck:cs')}` };
    const answer = await clock.run(() =>
      shop.http(`https://shop.example/wp-json/wc/v3/${path}`, { headers, ...init }),
    );
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
  return { clock, shop, crm, ask, customer, order };
}

describe('the simulator answers what the documentation shows', () => {
  it('a customer and an order, field by field', async () => {
    const { ask } = setUp();
    expect((await ask('customers/25')).body).toEqual(fixture('customer'));
    expect((await ask('orders/727')).body).toEqual(fixture('order'));
  });

  it('pages with X-WP-Total and X-WP-TotalPages, of 100 rows at most', async () => {
    const { ask } = setUp();
    const { headers, body } = await ask('customers?per_page=1');
    expect([headers.get('x-wp-total'), headers.get('x-wp-totalpages'), body.length]).toEqual(['1', '1', 1]);
    expect((await ask('customers?per_page=101')).status).toBe(400);
  });

  it('errors with code, message and status', async () => {
    const { ask } = setUp();
    expect((await ask('customers/999')).body).toMatchObject({
      code: expect.any(String),
      data: { status: 404 },
    });
    expect((await ask('customers', { headers: {} })).body).toMatchObject({ data: { status: 401 } });
  });
});

describe('a WooCommerce shop', () => {
  it('tells the documented customer and order in our words', async () => {
    const { clock, crm } = setUp();
    const party = await clock.run(() => crm.parties!.get('25'));
    expect(Party.parse(party)).toMatchObject({
      ...{
        id: '25',
        name: 'John Doe',
        email: 'john.doe@example.com',
        address: '969 Market, San Francisco, 94103',
      },
      createdAt: '2017-03-21T19:09:28.000Z',
    });
    const order = await clock.run(() => crm.shop!.order('727'));
    expect(Order.parse(order)).toMatchObject({
      ...{ number: '727', state: 'in-progress', paid: true, total: { amount: 29.35, currency: 'USD' } },
      lines: [
        { name: 'Woo Single #1', quantity: 2, price: { amount: 3.23 } },
        { name: 'Ship Your Idea', sku: 'Bar3', quantity: 1, price: { amount: 12.9 } },
      ],
    });
  });

  it('knows a guest by the number in his order, and all that he ordered', async () => {
    const { clock, shop, crm, order } = setUp();
    const billing = { ...order.billing, email: 'guest@example.com', phone: '+1 (415) 555-2671' };
    for (const id of [801, 802]) shop.orders.set(id, { ...order, id, number: String(id), billing });
    const [match, ...others] = await clock.run(() => crm.parties!.findByPhone('+14155552671'));
    expect(others).toEqual([]);
    expect(match).toBeUndefined();
    await clock.run(() => crm.changes!.receive!(shop.delivery('order.created', shop.orders.get(801)!)));
    await clock.run(() => crm.changes!.receive!(shop.delivery('order.created', shop.orders.get(802)!)));
    const found = await clock.run(() => crm.parties!.findByPhone('4155552671'));
    expect(found).toMatchObject([{ score: 1, why: 'phone', party: { id: 'guest-802', name: 'John Doe' } }]);
    const { items } = await clock.run(() => crm.shop!.orders({ partyId: 'guest-802' }));
    expect(items.map(({ number, partyId }) => [number, partyId])).toEqual([
      ['802', 'guest-802'],
      ['801', 'guest-802'],
    ]);
    await expect(
      clock.run(() =>
        crm.parties!.update!('guest-802', { name: 'Jane' }, { idempotencyKey: 'k', actor: 'olena' }),
      ),
    ).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('finds the number of an order that nobody has told of yet', async () => {
    const { clock, shop, crm, order } = setUp();
    shop.orders.set(900, { ...order, id: 900, billing: { ...order.billing, phone: '4155550000' } });
    expect(await clock.run(() => crm.parties!.findByPhone('+14155550000'))).toMatchObject([
      { party: { id: 'guest-900' } },
    ]);
  });

  it('is told of recipients', async () => {
    const { clock, shop, crm, order } = setUp();
    const gift = { ...order, id: 901, number: '901', customer_id: 25, shipping: { phone: '(415) 555-9999' } };
    shop.orders.set(901, gift);
    await clock.run(() => crm.changes!.receive!(shop.delivery('order.created', gift)));
    expect(await clock.run(() => crm.parties!.findByPhone('+14155559999'))).toMatchObject([
      { party: { id: '25' }, score: 0.5, why: 'order', via: { kind: 'order', id: '901', label: '901' } },
    ]);
  });

  it('a customer who was deleted is found no more, also when an older delivery comes after', async () => {
    const { clock, shop, crm, customer } = setUp();
    customer.billing.phone = '(415) 555-2671';
    const older = shop.delivery('customer.updated', customer);
    await clock.run(() => crm.changes!.receive!(older));
    shop.customers.delete(25);
    const changes = await clock.run(() =>
      crm.changes!.receive!(shop.delivery('customer.deleted', { id: 25 })),
    );
    expect(changes).toMatchObject([{ type: 'party.removed', recordId: '25' }]);
    expect(await clock.run(() => crm.changes!.receive!(older))).toMatchObject([{ type: 'party.removed' }]);
    expect(await clock.run(() => crm.parties!.findByPhone('+14155552671'))).toEqual([]);
  });

  it('answers the ping that saving a webhook needs, and an unsigned delivery with a refusal', async () => {
    const { crm, shop, customer } = setUp();
    const ping = { method: 'POST', headers: {}, query: {}, body: new TextEncoder().encode('webhook_id=142') };
    expect(await crm.changes!.receive!(ping)).toEqual([]);
    const delivery = shop.delivery('customer.updated', customer);
    const changed = { ...delivery, body: new TextEncoder().encode(JSON.stringify({ ...customer, id: 26 })) };
    await expect(crm.changes!.receive!(changed)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('reads all customers again after a day, for webhooks that never came', async () => {
    const { clock, shop, crm, customer } = setUp();
    const all = async (marker?: string) => {
      let step = await clock.run(() => crm.changes!.poll!(marker));
      while (step.more) step = await clock.run(() => crm.changes!.poll!(step.marker));
      return step.marker;
    };
    // So many that the newest page does not hold him.
    for (let i = 0; i < 120; i += 1) shop.write(undefined, { email: `${i}@example.com` });
    const marker = await all();
    customer.billing.phone = '(415) 555-2671';
    await clock.pass(3_600_000);
    const hour = await all(marker);
    expect(await clock.run(() => crm.parties!.findByPhone('+14155552671'))).toEqual([]);
    await clock.pass(24 * 3_600_000);
    await all(hour);
    expect(await clock.run(() => crm.parties!.findByPhone('+14155552671'))).toHaveLength(1);
  });
});
