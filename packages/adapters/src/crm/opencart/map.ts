/** OpenCart's records, as our extension tells them, and ours. */
import * as z from 'zod/mini';
import type { Order, OrderState, Party } from '@ringback/model';
import { CUSTOMER_KIND } from '../kit/parties.ts';
import { joinName } from '../kit/name.ts';
import { realEmail } from '../kit/placeholder-email.ts';
import { readPhones } from '../phone.ts';
import { SYSTEM } from './api.ts';

export const OpencartCustomer = z.object({
  id: z.number(),
  firstname: z.string(),
  lastname: z.string(),
  email: z.string(),
  telephone: z.string(),
  date_added: z.string(),
});
export type OpencartCustomer = z.infer<typeof OpencartCustomer>;

const Goods = {
  product_id: z.number(),
  name: z.string(),
  model: z.string(),
  quantity: z.number(),
  price: z.number(),
};

export const OpencartOrder = z.object({
  id: z.number(),
  /** 0 = a guest. */
  customer_id: z.number(),
  firstname: z.string(),
  lastname: z.string(),
  email: z.string(),
  telephone: z.string(),
  total: z.number(),
  currency: z.string(),
  status_id: z.number(),
  status: z.string(),
  date_added: z.string(),
  date_modified: z.string(),
  products: z.array(z.object(Goods)),
});
export type OpencartOrder = z.infer<typeof OpencartOrder>;

export const OpencartCart = z.array(z.object({ ...Goods, stock: z.number() }));
export const OpencartNote = z.object({ id: z.number(), comment: z.string(), date_added: z.string() });

export interface MapOptions {
  country: string;
  page(kind: 'customer' | 'order', id: string): string | undefined;
}

type Person = Pick<OpencartCustomer, 'firstname' | 'lastname' | 'email' | 'telephone' | 'date_added'>;

function personOf(id: string, person: Person, url: string | undefined, country: string): Party {
  const email = realEmail(person.email);
  return {
    system: SYSTEM,
    id,
    name: joinName(person.firstname, person.lastname) || email || id,
    kind: CUSTOMER_KIND,
    phones: readPhones([person.telephone], country),
    ...(email === undefined ? {} : { email }),
    nature: 'person',
    ...(url === undefined ? {} : { url }),
    createdAt: person.date_added,
    updatedAt: person.date_added,
  };
}

export const partyOf = (customer: OpencartCustomer, { country, page }: MapOptions): Party =>
  personOf(String(customer.id), customer, page('customer', String(customer.id)), country);

const GUEST = 'guest-';
/** The order that a guest is known by; `undefined` for a registered customer. */
export const orderOfGuest = (partyId: string): number | undefined =>
  partyId.startsWith(GUEST) ? Number(partyId.slice(GUEST.length)) : undefined;

/** Who bought without an account: as much of a customer as his order tells. */
export const guestOf = (order: OpencartOrder, { country, page }: MapOptions): Party =>
  personOf(`${GUEST}${order.id}`, order, page('order', String(order.id)), country);

/** The states that a fresh shop has; what a firm adds is in progress. */
const STATES: Record<number, OrderState> = {
  1: 'new',
  5: 'delivered',
  7: 'cancelled',
  8: 'cancelled',
  9: 'cancelled',
  10: 'cancelled',
  11: 'cancelled',
  12: 'cancelled',
  13: 'cancelled',
  14: 'cancelled',
  16: 'cancelled',
};

export function orderOf(order: OpencartOrder, { page }: Pick<MapOptions, 'page'>, guest?: string): Order {
  const { id, total, currency, status, status_id, customer_id, products, date_added, date_modified } = order;
  const money = (amount: number) => ({ amount: Math.round(amount * 100) / 100, currency });
  const url = page('order', String(id));
  return {
    system: SYSTEM,
    id: String(id),
    number: String(id),
    state: STATES[status_id] ?? 'in-progress',
    stateName: status,
    total: money(total),
    partyId: customer_id === 0 ? (guest ?? `${GUEST}${id}`) : String(customer_id),
    lines: products.map(({ product_id, name, model, quantity, price }) => ({
      ...{ productId: String(product_id), name, sku: model, quantity, price: money(price) },
    })),
    ...(url === undefined ? {} : { url }),
    createdAt: date_added,
    updatedAt: date_modified,
  };
}
