/** OpenCart's simulator as the conformance suite wants it. */
import {
  type CrmHarness,
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  createVirtualClock,
} from '../../testing/index.ts';
import { callIdOf } from '../kit/call-note.ts';
import { splitName } from '../kit/name.ts';
import { createOpencart } from './index.ts';
import { createOpencartSimulator } from './simulated-shop.ts';

const SECRET = 'canary-opencart-2b6f';

export async function createOpencartHarness(): Promise<CrmHarness> {
  const clock = createVirtualClock();
  const shop = createOpencartSimulator({ clock, key: SECRET });
  const { http, wire, customers, orders, history, carts } = shop;
  const shared = { clock, http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  const settings = { url: 'https://shop.example', key: SECRET, panel: 'https://shop.example/admin' };

  function customer(name: string, telephone: string, email = `buyer-${shop.newId()}@example.com`): string {
    const { first, last } = splitName(name);
    return String(shop.put({ firstname: first, lastname: last, telephone, email }).id);
  }

  return {
    crm: createOpencart(settings, context),
    another: () => createOpencart(settings, createTestContext(shared)),
    ...{ clock, kind: 'client', wire, http, secret: SECRET, logged: context.logged },
    misconfigured: () => createOpencart({ ...settings, key: 'another key of the shop' }, context),
    close: async () => undefined,
    seed: {
      party: async ({ name, phones, email }) => customer(name, phones.join(', '), email),
      async many(count) {
        const numbers = Array.from({ length: count }, (_, index) => `+38063${1_000_000 + index}`);
        for (const [index, number] of numbers.entries()) customer(`Покупець ${index}`, number);
        return numbers;
      },
      async order({ number, partyId, recipientPhone = '', lines }) {
        const buyer = customers.get(Number(partyId));
        const at = shop.time();
        orders.set(Number(number), {
          ...{
            id: Number(number),
            customer_id: Number(partyId),
            firstname: buyer?.firstname ?? '',
            lastname: '',
          },
          ...{
            email: buyer?.email ?? '',
            telephone: recipientPhone,
            currency: 'UAH',
            status_id: 2,
            status: 'Processing',
          },
          ...{ date_added: at, date_modified: at },
          total: lines.reduce((total, { price, quantity }) => total + price * quantity, 0),
          products: lines.map(({ name, sku, quantity, price }) => ({
            product_id: 7,
            name,
            model: sku,
            quantity,
            price,
          })),
        });
        return number;
      },
      async cart(partyId, lines) {
        for (const { name, sku, quantity, price } of lines) {
          carts.push({
            customer_id: Number(partyId),
            product_id: 7,
            name,
            model: sku,
            quantity,
            price,
            stock: 3,
          });
        }
      },
    },
    host: {
      loggedCalls: async () =>
        history.flatMap(({ comment, customer_id }) => {
          const callId = callIdOf(comment);
          const recorded = comment.includes('https://calls.example/recordings/1');
          return callId === undefined
            ? []
            : [{ callId, text: comment, partyIds: [String(customer_id)], dealIds: [], recorded }];
        }),
      async editCallText(callId, text) {
        const row = history.find(({ comment }) => callIdOf(comment) === callId);
        if (row) row.comment = `${text}\n${row.comment}`;
      },
      comments: async (id) =>
        history
          .filter(({ customer_id, comment }) => String(customer_id) === id && callIdOf(comment) === undefined)
          .map(({ comment }) => comment),
      remove: async (id) => void shop.customers.delete(Number(id)),
      async rename(id, name) {
        const { first, last } = splitName(name);
        shop.put({ id: Number(id), firstname: first, lastname: last });
      },
    },
  };
}
