/** AdvantShop's simulator as the conformance suite wants it: the gateway polls after whatever happens in the shop. */
import {
  type CrmHarness,
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  createVirtualClock,
} from '../../testing/index.ts';
import { splitName } from '../kit/name.ts';
import { createAdvantshop } from './index.ts';
import { withFurtherPhones } from './map.ts';
import { createAdvantshopSimulator } from './simulated-shop.ts';

const SECRET = 'canary-advantshop-90e3';

export async function createAdvantshopHarness(): Promise<CrmHarness> {
  const clock = createVirtualClock();
  const shop = createAdvantshopSimulator({ clock, key: SECRET });
  const shared = { clock, http: shop.http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  const settings = { url: 'https://shop.example', apiKey: SECRET, timeZone: 'UTC' };
  const crm = createAdvantshop(settings, context);
  let marker: string | undefined;

  function customer(name: string, [phone = '', ...more]: readonly string[], email?: string): string {
    const { first, last } = splitName(name);
    return shop.put({
      ...{ firstName: first, lastName: last, phone, email: email ?? `buyer-${shop.newId()}@example.com` },
      adminComment: withFurtherPhones('', more),
    }).id;
  }
  const poll = () =>
    clock.run(async () => {
      for (;;) {
        const step = await crm.changes?.poll?.(marker);
        marker = step?.marker;
        if (!step?.more) return;
      }
    });

  return {
    crm,
    another: () => createAdvantshop(settings, createTestContext(shared)),
    digitsOnly: 'AdvantShop keeps the digits of one number and drops what stands around them.',
    ...{ clock, kind: 'client', wire: shop.wire, http: shop.http, secret: SECRET, logged: context.logged },
    misconfigured: () => createAdvantshop({ ...settings, apiKey: 'wrong' }, context),
    close: async () => undefined,
    seed: {
      async party({ name, phones, email }) {
        const id = customer(name, phones, email);
        await poll();
        return id;
      },
      async many(count) {
        const numbers = Array.from({ length: count }, (_, index) => `+38063${1_000_000 + index}`);
        for (const [index, number] of numbers.entries()) customer(`Покупець ${index}`, [number]);
        return numbers;
      },
      async order({ number, partyId, lines }) {
        const id = shop.newId();
        shop.orders.push({
          ...{ Id: id, Number: number, Currency: 'UAH', Date: shop.time().replace(' ', 'T'), IsPaid: false },
          Sum: lines.reduce((total, { price, quantity }) => total + price * quantity, 0),
          Customer: { CustomerId: partyId },
          Status: { Id: 1, Name: 'Новый', IsCanceled: false, IsCompleted: false },
          Items: lines.map(({ name, sku, quantity, price }) => ({
            ArtNo: sku,
            Name: name,
            Price: price,
            Amount: quantity,
          })),
        });
        return String(id);
      },
    },
    host: {
      remove: async (id) => void shop.customers.delete(id),
      async rename(id, name) {
        const { first, last } = splitName(name);
        shop.put({ id, firstName: first, lastName: last });
      },
    },
  };
}
