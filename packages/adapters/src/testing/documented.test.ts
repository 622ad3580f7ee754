/** Simulated shops are held to what their vendors document: to the same request they give an answer of the same shape. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAdvantshopSimulator } from '../crm/advantshop/simulated-shop.ts';
import { createInsalesSimulator } from '../crm/insales/simulated-shop.ts';
import { sign } from '../crm/opencart/api.ts';
import { createOpencartSimulator } from '../crm/opencart/simulated-shop.ts';
import { createPrestashopSimulator } from '../crm/prestashop/simulated-shop.ts';
import { createWoocommerceSimulator } from '../crm/woocommerce/simulated-shop.ts';
import { differences } from './differences.ts';
import { createVirtualClock, type TestClock } from './virtual-clock.ts';

interface Documented {
  source: string;
  /** Method and path; the extension for OpenCart has one address. */
  request?: string;
  send?: Record<string, unknown>;
  /** Another than the shop's. */
  key?: string;
  /** What the shop has none of at that moment. */
  without?: string;
  status: number;
  headers?: Record<string, string>;
  /** What stands in the answer to the letter. */
  exactly?: object;
  /** Nothing else stands there. */
  whole?: true;
  /** Of this shape; absent where it is no JSON. */
  body?: unknown;
}

interface Host {
  http: typeof fetch;
  base: string;
  headers(key: string, body: string): Record<string, string>;
}

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../crm/${path}`, import.meta.url), 'utf8'));
const KEY = 'KEY';

/** Each with what its examples speak of. */
const HOSTS: Record<string, (clock: TestClock, one: Documented) => Host> = {
  woocommerce(clock, { without }) {
    const shop = createWoocommerceSimulator({ clock, key: 'ck', secret: KEY, webhookSecret: 'whs' });
    if (without !== 'customers') shop.customers.set(25, read('woocommerce/fixtures/customer.json') as never);
    shop.orders.set(727, read('woocommerce/fixtures/order.json') as never);
    const headers = (key: string) => ({ authorization: `Basic ${btoa(`ck:${key}`)}` });
    return { http: shop.http, base: 'https://shop.example/wp-json/wc/v3/', headers };
  },
  prestashop(clock) {
    const shop = createPrestashopSimulator({ clock, key: KEY });
    const at = { date_add: '2026-01-10 09:00:00', date_upd: '2026-01-10 09:00:00' };
    const names = { firstname: 'Élodie', lastname: 'Durand', email: 'elodie@example.com' };
    shop.table('customers').set(4, { id: 4, ...names, ...at });
    shop.table('addresses').set(7, read('prestashop/fixtures/address.json') as never);
    shop.table('orders').set(42, read('prestashop/fixtures/order.json') as never);
    const headers = (key: string) => ({ authorization: `Basic ${btoa(`${key}:`)}` });
    return { http: shop.http, base: 'https://shop.example/api/', headers };
  },
  insales(clock) {
    const shop = createInsalesSimulator({ clock, key: 'app', password: KEY });
    shop.clients.set(4201, read('insales/fixtures/client.json') as never);
    shop.orders.set(90017, read('insales/fixtures/order.json') as never);
    const headers = (key: string) => ({ authorization: `Basic ${btoa(`app:${key}`)}` });
    return { http: shop.http, base: 'https://shop.myinsales.ru/admin/', headers };
  },
  advantshop(clock) {
    const shop = createAdvantshopSimulator({ clock, key: KEY });
    const { customers } = read('advantshop/fixtures/customers.json') as { customers: { id: string }[] };
    for (const customer of customers) shop.customers.set(customer.id, customer as never);
    const order = read('advantshop/fixtures/order.json') as { Customer: object };
    const Customer = { ...order.Customer, CustomerId: customers[0]?.id };
    shop.orders.push({ ...order, Customer } as never);
    return { http: shop.http, base: 'https://shop.example/api/', headers: (key) => ({ authorization: key }) };
  },
  opencart(clock) {
    const shop = createOpencartSimulator({ clock, key: KEY });
    const examples = read('opencart/fixtures/documented.json') as Documented[];
    const dataOf = (action: string) =>
      (examples.find(({ send }) => send?.action === action)?.body as { data: object }).data;
    shop.customers.set(1, dataOf('customers.get') as never);
    shop.orders.set(1042, dataOf('orders.get') as never);
    shop.carts.push(...(dataOf('cart.get') as object[]).map((row) => ({ ...row, customer_id: 1 }) as never));
    const at = String(Math.floor(clock.now().getTime() / 1000));
    return {
      http: shop.http,
      base: 'https://shop.example/index.php?route=extension/ringback/api',
      headers: (key, body) => ({ 'x-ringback-time': at, 'x-ringback-signature': sign(key, at, body) }),
    };
  },
};

describe.each(Object.keys(HOSTS))('%s, simulated', (vendor) => {
  const documented = read(`${vendor}/fixtures/documented.json`) as Documented[];

  it.each(documented.map((one) => [one.source, one] as const))('answers as in %s', async (_source, one) => {
    const clock = createVirtualClock();
    const { http, base, headers } = HOSTS[vendor]!(clock, one);
    const [method = 'POST', path = ''] = one.request?.split(/ (.*)/s) ?? [];
    const body = one.send && JSON.stringify(one.send);
    const answer = await clock.run(() =>
      http(base + path, { method, headers: headers(one.key ?? KEY, body ?? ''), ...(body ? { body } : {}) }),
    );
    expect(answer.status).toBe(one.status);
    for (const [name, value] of Object.entries(one.headers ?? {}))
      expect(answer.headers.get(name), name).toBe(value);
    if (one.body === undefined) return;
    const given: unknown = await answer.json();
    expect(differences(one.body, given, '')).toEqual([]);
    if (one.exactly) expect(given).toMatchObject(one.exactly);
    if (one.whole || Array.isArray(one.exactly)) expect(given).toEqual(one.exactly);
  });
});
