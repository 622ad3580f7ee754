/** InSales' simulator as the conformance suite wants it. */
import {
  type CrmHarness,
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  createVirtualClock,
} from '../../testing/index.ts';
import type { HostChangeType, InboundRequest } from '../contract.ts';
import { splitName } from '../kit/name.ts';
import { createInsales } from './index.ts';
import { createInsalesSimulator, type SimulatedOrder } from './simulated-shop.ts';

const SECRET = 'canary-insales-8a42';
const TOKEN = 'canary-insales-8a42-token';

export async function createInsalesHarness(): Promise<CrmHarness> {
  const clock = createVirtualClock();
  const shop = createInsalesSimulator({ clock, key: 'app', password: SECRET });
  const shared = { clock, http: shop.http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  const settings = { url: 'https://shop.myinsales.ru', apiKey: 'app', password: SECRET, webhookToken: TOKEN };
  const crm = createInsales(settings, context);

  function client(name: string, phone: string, email: string | null = null) {
    const { first, last } = splitName(name);
    return shop.write(undefined, { name: first, surname: last, phone, email });
  }
  const delivery = (record: object): InboundRequest => ({
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, query: { token: TOKEN } },
    body: new TextEncoder().encode(JSON.stringify(record)),
  });
  const tell = (record: object) =>
    clock.run(async () => void (await crm.changes?.receive?.(delivery(record))));

  return {
    crm,
    another: () => createInsales(settings, createTestContext(shared)),
    ...{ clock, kind: 'client', wire: shop.wire, http: shop.http, secret: SECRET, logged: context.logged },
    misconfigured: () => createInsales({ ...settings, password: 'wrong' }, context),
    close: async () => undefined,
    seed: {
      async party({ name, phones, email }) {
        const made = client(name, phones.join(', '), email);
        await tell(made);
        return String(made.id);
      },
      async many(count) {
        const numbers = Array.from({ length: count }, (_, index) => `+38063${1_000_000 + index}`);
        for (const [index, number] of numbers.entries()) client(`Покупець ${index}`, number);
        await clock.run(async () => {
          let step = await crm.changes?.poll?.(undefined);
          while (step?.more) step = await crm.changes?.poll?.(step.marker);
        });
        return numbers;
      },
      async order({ number, partyId, recipientPhone = '', lines }) {
        const at = shop.time();
        const order: SimulatedOrder = {
          ...{ id: shop.newId(), number, created_at: at, updated_at: at, client: { id: Number(partyId) } },
          ...{ fulfillment_status: 'accepted', financial_status: 'pending', currency_code: 'UAH' },
          total_price: lines.reduce((total, { price, quantity }) => total + price * quantity, 0),
          order_lines: lines.map(({ name, sku, quantity, price }) => ({
            ...{ title: name, sku, quantity, sale_price: price, product_id: 7 },
          })),
          shipping_address: { phone: recipientPhone, full_delivery_address: '' },
        };
        shop.orders.set(order.id, order);
        await tell(order);
        return String(order.id);
      },
    },
    host: {
      async webhook(type: HostChangeType, id: string) {
        const record = shop.clients.get(Number(id));
        if (type !== 'party.changed' || !record) throw new Error(`The shop tells of no "${type}" of ${id}`);
        return delivery(record);
      },
      remove: async (id) => void shop.clients.delete(Number(id)),
      async rename(id, name) {
        const { first, last } = splitName(name);
        const known = shop.clients.get(Number(id));
        if (known) shop.write(known, { name: first, surname: last });
      },
    },
  };
}
