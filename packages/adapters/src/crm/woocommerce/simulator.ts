/** WooCommerce's simulator as the conformance suite wants it: whatever happens in the shop is told to the adapter by a signed webhook. */
import {
  type CrmHarness,
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  createVirtualClock,
} from '../../testing/index.ts';
import type { HostChangeType } from '../contract.ts';
import { splitName } from '../kit/name.ts';
import { createWoocommerce } from './index.ts';
import { createWoocommerceSimulator, type SimulatedOrder } from './simulated-shop.ts';

export { createWoocommerceSimulator } from './simulated-shop.ts';

const SECRET = 'canary-woo-51c7';
const WEBHOOK_SECRET = 'canary-woo-51c7-webhook';

export async function createWoocommerceHarness(): Promise<CrmHarness> {
  const clock = createVirtualClock();
  const shop = createWoocommerceSimulator({
    clock,
    key: 'ck_1',
    secret: SECRET,
    webhookSecret: WEBHOOK_SECRET,
  });
  const shared = { clock, http: shop.http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  const settings = {
    ...{ url: 'https://shop.example', consumerKey: 'ck_1' },
    ...{ consumerSecret: SECRET, webhookSecret: WEBHOOK_SECRET },
  };
  const crm = createWoocommerce(settings, context);

  function customer(name: string, phone: string, email = `buyer-${shop.newId()}@example.com`) {
    const { first, last } = splitName(name);
    const names = { first_name: first, last_name: last };
    return shop.write(undefined, { ...names, email, billing: { ...shop.empty, ...names, email, phone } });
  }

  const tell = (topic: string, record: object) =>
    clock.run(async () => void (await crm.changes?.receive?.(shop.delivery(topic, record))));

  const webhook = async (type: HostChangeType, id: string) => {
    const record = shop.customers.get(Number(id));
    if (type !== 'party.changed' || !record) throw new Error(`The shop tells of no "${type}" of ${id}`);
    return shop.delivery('customer.updated', record);
  };

  return {
    crm,
    another: () => createWoocommerce(settings, createTestContext(shared)),
    ...{ clock, kind: 'client', wire: shop.wire, http: shop.http, secret: SECRET, logged: context.logged },
    misconfigured: () => createWoocommerce({ ...settings, consumerSecret: 'wrong' }, context),
    close: async () => undefined,
    seed: {
      async party({ name, phones, email }) {
        const made = customer(name, phones.join(', '), email);
        await tell('customer.created', made);
        return String(made.id);
      },
      async many(count) {
        const numbers = Array.from({ length: count }, (_, index) => `+38063${1_000_000 + index}`);
        for (const [index, number] of numbers.entries()) customer(`Покупець ${index}`, number);
        await clock.run(async () => {
          let step = await crm.changes?.poll?.(undefined);
          while (step?.more) step = await crm.changes?.poll?.(step.marker);
        });
        return numbers;
      },
      async order({ number, partyId, recipientPhone = '', lines }) {
        const at = shop.time();
        const sum = lines.reduce((total, { price, quantity }) => total + price * quantity, 0);
        const buyer = shop.customers.get(Number(partyId));
        const order: SimulatedOrder = {
          ...{ id: shop.newId(), number, status: 'processing', currency: 'UAH', date_paid_gmt: null },
          ...{
            date_created_gmt: at,
            date_modified_gmt: at,
            total: sum.toFixed(2),
            customer_id: Number(partyId),
          },
          billing: buyer?.billing ?? shop.empty,
          shipping: { phone: recipientPhone },
          line_items: lines.map(({ name, sku, quantity, price }) => ({
            ...{
              name,
              sku,
              quantity,
              product_id: 7,
              total: (price * quantity).toFixed(2),
              total_tax: '0.00',
              price,
            },
          })),
        };
        shop.orders.set(order.id, order);
        await tell('order.created', order);
        return String(order.id);
      },
    },
    host: {
      registered: async () => [...shop.webhooks.values()].map(({ delivery_url }) => delivery_url),
      webhook,
      remove: async (id) => void shop.customers.delete(Number(id)),
      async rename(id, name) {
        const { first, last } = splitName(name);
        const known = shop.customers.get(Number(id));
        if (known) shop.write(known, { first_name: first, last_name: last });
      },
    },
  };
}
