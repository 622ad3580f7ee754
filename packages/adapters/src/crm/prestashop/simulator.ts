/** PrestaShop's simulator as the conformance suite wants it: the gateway polls after whatever happens in the shop. */
import {
  type CrmHarness,
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  createVirtualClock,
} from '../../testing/index.ts';
import { splitName } from '../kit/name.ts';
import { createPrestashop } from './index.ts';
import { createPrestashopSimulator } from './simulated-shop.ts';

const SECRET = 'CANARYPRESTA77D1';

export async function createPrestashopHarness(): Promise<CrmHarness> {
  const clock = createVirtualClock();
  const shop = createPrestashopSimulator({ clock, key: SECRET });
  const shared = { clock, http: shop.http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  const settings = {
    ...{ url: 'https://shop.example', key: SECRET, timeZone: 'UTC' },
    panel: 'https://shop.example/admin-1',
  };
  const crm = createPrestashop(settings, context);
  const [currency] = [...shop.table('currencies').keys()];
  const state = shop.put('order_states', {
    name: [{ id: '1', value: 'Payment accepted' }],
    paid: '1',
    shipped: '0',
    template: 'payment',
  });
  let marker: string | undefined;

  function customer(
    name: string,
    phones: readonly string[],
    { email = `buyer-${shop.newId()}@example.com`, taxId = '' }: { email?: string; taxId?: string } = {},
  ): string {
    const { first, last } = splitName(name);
    const names = { firstname: first, lastname: last };
    const { id } = shop.put('customers', { ...names, email, passwd: 'hash' });
    for (const phone of phones) {
      const street = { alias: 'Дім', address1: 'Хрещатик 1', city: 'Київ', id_country: '1' };
      shop.put('addresses', {
        ...names,
        ...street,
        id_customer: String(id),
        phone,
        phone_mobile: '',
        vat_number: taxId,
      });
    }
    return String(id);
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
    another: () => createPrestashop(settings, createTestContext(shared)),
    ...{ clock, kind: 'client', wire: shop.wire, http: shop.http, secret: SECRET, logged: context.logged },
    misconfigured: () => createPrestashop({ ...settings, key: 'WRONG' }, context),
    close: async () => undefined,
    seed: {
      async party({ name, phones, email, taxId }) {
        const id = customer(name, phones, {
          ...(email === undefined ? {} : { email }),
          ...(taxId === undefined ? {} : { taxId }),
        });
        await poll();
        return id;
      },
      async many(count) {
        const numbers = Array.from({ length: count }, (_, index) => `+38063${1_000_000 + index}`);
        for (const [index, number] of numbers.entries()) customer(`Покупець ${index}`, [number]);
        await poll();
        return numbers;
      },
      async order({ number, partyId, lines }) {
        const sum = lines.reduce((total, { price, quantity }) => total + price * quantity, 0);
        const order = shop.put('orders', {
          ...{
            reference: number,
            id_customer: partyId,
            id_currency: String(currency),
            current_state: String(state.id),
          },
          ...{ total_paid: sum.toFixed(6), id_cart: '0' },
          associations: {
            order_rows: lines.map(({ name, sku, quantity, price }) => ({
              ...{ product_id: '7', product_name: name, product_reference: sku },
              ...{ product_quantity: String(quantity), unit_price_tax_incl: price.toFixed(6) },
            })),
          },
        });
        return String(order.id);
      },
      async cart(partyId, lines) {
        const rows = lines.map(({ name, sku, quantity, price }) => {
          const product = shop.put('products', {
            name: [{ id: '1', value: name }],
            reference: sku,
            price: price.toFixed(6),
          });
          return { id_product: String(product.id), id_product_attribute: '0', quantity: String(quantity) };
        });
        shop.put('carts', {
          id_customer: partyId,
          id_currency: String(currency),
          associations: { cart_rows: rows },
        });
      },
    },
    host: {
      async remove(id) {
        // What the back office calls "delete, and let nobody register with this address again": the row stays, and so do its addresses.
        const known = shop.table('customers').get(Number(id));
        if (known) shop.put('customers', { ...known, deleted: '1' });
      },
      async rename(id, name) {
        const { first, last } = splitName(name);
        const known = shop.table('customers').get(Number(id));
        if (known) shop.put('customers', { ...known, firstname: first, lastname: last });
      },
    },
  };
}
