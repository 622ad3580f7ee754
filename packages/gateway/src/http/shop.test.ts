import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCallRow, AT } from '../store/store.fixtures.ts';
import type { CustomerShop, ShopCustomerOf } from '../crm/customer-shop.ts';
import type { Order } from '@ringback/model';
import { startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
let asked: ShopCustomerOf[];

beforeEach(async () => {
  asked = [];
  const order: Order = {
    ...{ system: 'vendure', id: '5', number: '1042', state: 'new', stateName: 'New', lines: [] },
    ...{ createdAt: AT, updatedAt: AT },
  };
  const shop: CustomerShop = {
    orders: async (of, { limit }) => {
      asked.push(of);
      return { items: [order], next: String(limit) };
    },
    cart: async (of) => void asked.push(of),
    viewed: async (of) => {
      asked.push(of);
      return [{ product: { name: 'Лампа', quantity: 1 }, at: AT }];
    },
  };
  http = await startHttp({ shop });
});
afterEach(() => http.close());

const ask = async (path: string, login = 'olena') => {
  const answer = await http.app.inject({ url: `/api/v1/shop/${path}`, headers: await http.token(login) });
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> };
};

describe('what the shop knows of a customer', () => {
  it('is told of a customer of any system', async () => {
    const of = 'system=vendure&partyId=7';
    expect((await ask(`orders?${of}`)).body).toMatchObject({ items: [{ number: '1042' }], next: '10' });
    expect((await ask(`cart?${of}`)).body).toEqual({ cart: null });
    expect((await ask(`viewed?${of}`)).body).toMatchObject([{ product: { name: 'Лампа' } }]);
    expect(asked).toEqual(Array(3).fill({ party: { system: 'vendure', id: '7' } }));
  });

  it('is told of whoever is on the far side of an agent’s own call, and of nobody else’s', async () => {
    const number = '+380671112233';
    await http.store.transaction((tx) => http.store.calls.insert(tx, aCallRow('c1', { number }, ['olena'])));
    expect((await ask('orders?callId=c1')).status).toBe(200);
    expect(asked).toEqual([{ number }]);
    await http.store.transaction((tx) =>
      http.store.calls.insert(tx, aCallRow('c2', { number }, ['another'])),
    );
    expect((await ask('orders?callId=c2')).status).toBe(404);
    expect(asked).toHaveLength(1);
  });

  it('is not told without saying of whom, nor to who may not read customers', async () => {
    expect(await ask('cart')).toMatchObject({
      status: 400,
      body: { fields: { partyId: expect.stringContaining('callId') } },
    });
    expect((await ask('cart?system=vendure&partyId=7', 'marta')).status).toBe(403);
  });
});
