/** Orders, cart and viewed goods of a customer, whichever system he was found in. */
import type { Crm, ShopGroup } from '@ringback/adapters';
import { manifest as local } from '@ringback/adapters/local';
import type { Cart, Order, Party, ViewedProduct } from '@ringback/model';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCustomerShop, type CustomerShop } from './customer-shop.ts';

const NUMBER = '+380671112233';
const AT = '2026-03-02T09:00:00.000Z';

const person = (system: string, id: string, name: string, phones = [NUMBER]): Party => ({
  ...{ system, id, name, kind: 'client', phones, createdAt: AT, updatedAt: AT },
});
const order = (id: string): Order => ({
  ...{ system: 'vendure', id, number: id, state: 'new', stateName: 'New', lines: [] },
  ...{ createdAt: AT, updatedAt: AT },
});
const seenOn = (name: string, at: string): ViewedProduct => ({ product: { name, quantity: 1 }, at });

/** Customers of the shop, and what each has. */
let customers: Party[];
let carts: Map<string, Cart>;
let hosts: Map<string, Party>;
let visit: { viewed: ViewedProduct[]; cart?: Cart['lines']; seenAt: string } | undefined;
let asked: string[][];
let transport: 'http' | 'local';
let shop: CustomerShop;

beforeEach(() => {
  [customers, carts, hosts, asked, visit, transport] = [[], new Map(), new Map(), [], undefined, 'http'];
  const group: ShopGroup = {
    orders: async ({ partyId }) => ({ items: [order(`of-${partyId}`)] }),
    order: async () => undefined,
    cart: async (partyId) => carts.get(partyId),
    viewed: async () => [seenOn('told by the shop', '2026-03-01T00:00:00.000Z')],
  };
  const crm = (): Crm => ({
    manifest: { ...local, id: 'vendure', transport },
    checkConnection: async () => ({ ok: true, findings: [] }),
    shop: group,
    parties: {
      findByPhone: async (number) =>
        customers
          .filter(({ phones }) => phones.includes(number))
          .map((party) => ({ party, score: 1, why: 'phone' })),
      findByName: async () => [],
      duplicates: async () => [],
      get: async (id) => customers.find((one) => one.id === id),
    },
  });
  shop = createCustomerShop({
    hub: {
      recordOf: () => crm(),
      partyOf: async ({ system, id }) =>
        system === 'vendure' ? customers.find((one) => one.id === id) : hosts.get(`${system}:${id}`),
    },
    seenBy: async (numbers) => {
      asked.push([...numbers]);
      return visit;
    },
  });
});

const orders = async (of: Parameters<CustomerShop['orders']>[0]) =>
  (await shop.orders(of, { limit: 10 })).items.map(({ id }) => id);

describe('a customer of the shop', () => {
  it('has his orders and his cart, and what he looked at is told by the shop and by the site', async () => {
    customers = [person('vendure', '7', 'Ірина')];
    const cart: Cart = { system: 'vendure', partyId: '7', lines: [{ name: 'Лампа', quantity: 1 }] };
    carts.set('7', cart);
    visit = { viewed: [seenOn('seen on the site', AT)], seenAt: AT };
    const of = { party: { system: 'vendure', id: '7' } };
    expect(await orders(of)).toEqual(['of-7']);
    expect(await shop.cart(of)).toEqual(cart);
    const names = (await shop.viewed(of)).map(({ product }) => product.name);
    expect(names).toEqual(['seen on the site', 'told by the shop']);
    expect(asked).toEqual([[NUMBER]]);
  });

  it('who is on the card from another system is found in the shop by his number', async () => {
    customers = [person('vendure', '7', 'Iryna')];
    hosts.set('bitrix24:contact-797', person('bitrix24', 'contact-797', 'Ірина'));
    expect(await orders({ party: { system: 'bitrix24', id: 'contact-797' } })).toEqual(['of-7']);
  });

  it('of several who have the number is the one of the same name, or nobody', async () => {
    customers = [person('vendure', '7', 'Ірина '), person('vendure', '8', 'Петро')];
    hosts.set('bitrix24:1', person('bitrix24', '1', 'ірина'));
    hosts.set('bitrix24:2', person('bitrix24', '2', 'Олег'));
    expect(await orders({ party: { system: 'bitrix24', id: '1' } })).toEqual(['of-7']);
    expect(await orders({ party: { system: 'bitrix24', id: '2' } })).toEqual([]);
    expect(await orders({ number: NUMBER })).toEqual([]);
  });

  it('is not looked for by a hidden number', async () => {
    customers = [person('vendure', '7', 'Ірина', [''])];
    expect(await orders({ number: '' })).toEqual([]);
    expect(await shop.viewed({ number: '' })).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe('a visitor who is nobody’s customer yet', () => {
  it('has the cart and the goods that the site’s pages told of', async () => {
    visit = { viewed: [seenOn('Стіл', AT)], cart: [{ name: 'Лампа', quantity: 2 }], seenAt: AT };
    const of = { number: NUMBER };
    expect(await shop.cart(of)).toEqual({ system: 'local', lines: visit.cart, updatedAt: AT });
    expect((await shop.viewed(of)).map(({ product }) => product.name)).toEqual(['Стіл']);
    expect(await orders(of)).toEqual([]);
  });
});

describe('Ringback’s own shop', () => {
  it('adds what the pages told by itself: nothing is told twice', async () => {
    transport = 'local';
    customers = [person('vendure', '7', 'Ірина')];
    visit = { viewed: [seenOn('Стіл', AT)], seenAt: AT };
    expect(await shop.viewed({ party: { system: 'vendure', id: '7' } })).toHaveLength(1);
    expect(asked).toEqual([]);
  });
});
