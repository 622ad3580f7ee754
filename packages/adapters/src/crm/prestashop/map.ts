/** PrestaShop's records and ours. Numbers and flags come as text; a customer's numbers stand in his addresses. */
import * as z from 'zod/mini';
import type { Order, OrderState, Party } from '@ringback/model';
import { CUSTOMER_KIND } from '../kit/parties.ts';
import { joinName } from '../kit/name.ts';
import { realEmail } from '../kit/placeholder-email.ts';
import { zonedTime } from '../kit/zoned-time.ts';
import { readPhones } from '../phone.ts';
import { SYSTEM } from './api.ts';

const Text = z.nullish(z.string());
const Num = z.coerce.number();
/** A text in several languages, or in the one that was asked for. */
const Words = z.union([z.string(), z.array(z.object({ value: z.string() }))]);
export const wordOf = (words: z.infer<typeof Words>): string =>
  typeof words === 'string' ? words : (words[0]?.value ?? '');

export const PrestashopCustomer = z.object({
  id: Num,
  firstname: z.string(),
  lastname: z.string(),
  email: z.string(),
  /** 1 = removed, and kept so that nobody registers with this address again. */
  deleted: Text,
  date_add: Text,
  date_upd: Text,
});
export type PrestashopCustomer = z.infer<typeof PrestashopCustomer>;

export const PrestashopAddress = z.object({
  id: Num,
  id_customer: Num,
  firstname: Text,
  lastname: Text,
  alias: Text,
  address1: Text,
  city: Text,
  postcode: Text,
  phone: Text,
  phone_mobile: Text,
  vat_number: Text,
  date_upd: Text,
});
export type PrestashopAddress = z.infer<typeof PrestashopAddress>;

export const PrestashopOrder = z.object({
  id: Num,
  reference: z.string(),
  id_customer: Num,
  id_currency: Num,
  current_state: Num,
  total_paid: Num,
  date_add: Text,
  date_upd: Text,
  associations: z.nullish(
    z.object({
      order_rows: z.nullish(
        z.array(
          z.object({
            product_id: Num,
            product_name: z.string(),
            product_quantity: Num,
            product_reference: Text,
            unit_price_tax_incl: Num,
          }),
        ),
      ),
    }),
  ),
});
export type PrestashopOrder = z.infer<typeof PrestashopOrder>;

export const PrestashopState = z.object({
  id: Num,
  name: Words,
  paid: Text,
  shipped: Text,
  template: z.nullish(Words),
});
export type PrestashopState = z.infer<typeof PrestashopState>;
export const PrestashopCurrency = z.object({ id: Num, iso_code: z.string() });

export const PrestashopCart = z.object({
  id: Num,
  id_customer: Num,
  id_currency: Num,
  date_upd: Text,
  associations: z.nullish(
    z.object({ cart_rows: z.nullish(z.array(z.object({ id_product: Num, quantity: Num }))) }),
  ),
});
export const PrestashopProduct = z.object({ id: Num, name: Words, reference: Text, price: z.nullish(Num) });

/** What we write where PrestaShop insists on something and nobody has said anything. */
export const NOTHING = '-';

export interface MapOptions {
  country: string;
  timeZone: string;
  page(kind: 'customer' | 'order', id: string): string | undefined;
}

export function partyOf(
  customer: PrestashopCustomer,
  addresses: readonly PrestashopAddress[],
  { country, timeZone, page }: MapOptions,
): Party {
  const id = String(customer.id);
  const email = realEmail(customer.email);
  const taxId = addresses.map(({ vat_number }) => vat_number?.trim()).find(Boolean);
  const last = customer.lastname === NOTHING ? '' : customer.lastname;
  const phones = readPhones(
    addresses.flatMap(({ phone, phone_mobile }) => [phone_mobile, phone]),
    country,
  );
  const home = addresses.find(({ address1 }) => address1 && address1 !== NOTHING);
  const street = [home?.address1, home?.city, home?.postcode]
    .filter((part) => part && part !== NOTHING)
    .join(', ');
  const url = page('customer', id);
  return {
    system: SYSTEM,
    id,
    name: joinName(customer.firstname, last) || email || id,
    kind: CUSTOMER_KIND,
    phones,
    ...(taxId ? { taxId } : {}),
    ...(email === undefined ? {} : { email }),
    ...(street === '' ? {} : { address: street }),
    nature: 'person',
    ...(url === undefined ? {} : { url }),
    createdAt: zonedTime(customer.date_add, timeZone),
    updatedAt: zonedTime(customer.date_upd ?? customer.date_add, timeZone),
  };
}

/** Every shop has its own states; their letters to the customer and their flags say what they mean. The first eight are the same everywhere. */
function stateOf(state: PrestashopState | undefined): OrderState {
  const template = wordOf(state?.template ?? '');
  if (/cancel|refund|error/.test(template)) return 'cancelled';
  if (state?.id === 5) return 'delivered';
  return state?.paid === '1' || state?.shipped === '1' ? 'in-progress' : 'new';
}

export function orderOf(
  order: PrestashopOrder,
  {
    state,
    currency,
    map: { timeZone, page },
  }: { state: PrestashopState | undefined; currency: string; map: MapOptions },
): Order {
  const id = String(order.id);
  const url = page('order', id);
  const money = (amount: number) => ({ amount: Math.round(amount * 100) / 100, currency });
  return {
    system: SYSTEM,
    id,
    number: order.reference,
    state: stateOf(state),
    stateName: state ? wordOf(state.name) : String(order.current_state),
    total: money(order.total_paid),
    paid: state?.paid === '1',
    partyId: String(order.id_customer),
    lines: (order.associations?.order_rows ?? []).map((row) => ({
      ...{ productId: String(row.product_id), name: row.product_name, quantity: row.product_quantity },
      price: money(row.unit_price_tax_incl),
      ...(row.product_reference ? { sku: row.product_reference } : {}),
    })),
    ...(url === undefined ? {} : { url }),
    createdAt: zonedTime(order.date_add, timeZone),
    updatedAt: zonedTime(order.date_upd ?? order.date_add, timeZone),
  };
}
