/** WooCommerce's records and ours. Its customers are registered users; who buys as a guest stands in his order alone. */
import * as z from 'zod/mini';
import type { Order, OrderState, Party } from '@ringback/model';
import { CUSTOMER_KIND } from '../kit/parties.ts';
import { joinName } from '../kit/name.ts';
import { realEmail } from '../kit/placeholder-email.ts';
import { readPhones } from '../phone.ts';
import { SYSTEM } from './api.ts';

const Text = z.nullish(z.string());
const Billing = z.object({
  first_name: Text,
  last_name: Text,
  company: Text,
  address_1: Text,
  city: Text,
  postcode: Text,
  email: Text,
  phone: Text,
});

export const WoocommerceCustomer = z.object({
  id: z.number(),
  date_created_gmt: Text,
  date_modified_gmt: Text,
  email: z.string(),
  first_name: Text,
  last_name: Text,
  username: Text,
  billing: z.nullish(Billing),
});
export type WoocommerceCustomer = z.infer<typeof WoocommerceCustomer>;

export const WoocommerceOrder = z.object({
  id: z.number(),
  number: z.string(),
  status: z.string(),
  currency: z.string(),
  date_created_gmt: Text,
  date_modified_gmt: Text,
  date_paid_gmt: Text,
  total: z.string(),
  /** 0 = a guest. */
  customer_id: z.number(),
  billing: z.nullish(Billing),
  shipping: z.nullish(
    z.object({ first_name: Text, last_name: Text, address_1: Text, city: Text, postcode: Text, phone: Text }),
  ),
  line_items: z.array(
    z.object({
      name: z.string(),
      product_id: z.number(),
      quantity: z.number(),
      total: z.string(),
      total_tax: Text,
      sku: Text,
      image: z.nullish(z.object({ src: Text })),
    }),
  ),
});
export type WoocommerceOrder = z.infer<typeof WoocommerceOrder>;

export interface MapOptions {
  country: string;
  /** Of the site. */
  url: string;
}

/** WordPress leaves out the zone of its GMT times. */
export function time(gmt: string | null | undefined): string {
  const at = new Date(gmt ? `${gmt.replace(/Z$/, '')}Z` : 0);
  return (Number.isNaN(at.getTime()) ? new Date(0) : at).toISOString();
}

export const customerPage = (url: string, id: string): string =>
  `${url}/wp-admin/user-edit.php?user_id=${encodeURIComponent(id)}`;
/** Leads on to the new order screen where the shop has that. */
export const orderPage = (url: string, id: string): string =>
  `${url}/wp-admin/post.php?post=${encodeURIComponent(id)}&action=edit`;

type Street = {
  address_1?: string | null | undefined;
  city?: string | null | undefined;
  postcode?: string | null | undefined;
};

function addressOf(street: Street | null | undefined): { address: string } | object {
  const parts = [street?.address_1, street?.city, street?.postcode].filter(Boolean);
  return parts.length === 0 ? {} : { address: parts.join(', ') };
}

export function partyOf(customer: WoocommerceCustomer, { country, url }: MapOptions): Party {
  const { id, email, billing, username, date_created_gmt, date_modified_gmt } = customer;
  const mail = realEmail(email);
  const name =
    joinName(customer.first_name, customer.last_name) || joinName(billing?.first_name, billing?.last_name);
  return {
    system: SYSTEM,
    id: String(id),
    name: name || (mail ?? username ?? String(id)),
    kind: CUSTOMER_KIND,
    phones: readPhones([billing?.phone], country),
    ...(mail === undefined ? {} : { email: mail }),
    ...addressOf(billing),
    nature: 'person',
    url: customerPage(url, String(id)),
    createdAt: time(date_created_gmt),
    updatedAt: time(date_modified_gmt ?? date_created_gmt),
  };
}

const GUEST = 'guest-';

export const guestId = (order: Pick<WoocommerceOrder, 'id'>): string => `${GUEST}${order.id}`;
/** The order that a guest is known by; `undefined` for a registered customer. */
export const orderOfGuest = (partyId: string): string | undefined =>
  partyId.startsWith(GUEST) ? partyId.slice(GUEST.length) : undefined;

/** Who bought without an account: as much of a customer as his order tells. */
export function guestOf(order: WoocommerceOrder, { country, url }: MapOptions): Party {
  const { billing, date_created_gmt, date_modified_gmt } = order;
  const email = realEmail(billing?.email);
  return {
    system: SYSTEM,
    id: guestId(order),
    name: joinName(billing?.first_name, billing?.last_name) || (email ?? `№ ${order.number}`),
    kind: CUSTOMER_KIND,
    phones: readPhones([billing?.phone], country),
    ...(email === undefined ? {} : { email }),
    ...addressOf(billing),
    nature: 'person',
    url: orderPage(url, String(order.id)),
    createdAt: time(date_created_gmt),
    updatedAt: time(date_modified_gmt ?? date_created_gmt),
  };
}

/** Of who pays and of who receives. */
export function orderPhones({ billing, shipping }: WoocommerceOrder, country: string): string[] {
  return readPhones([billing?.phone, shipping?.phone], country);
}

const STATES: Record<string, OrderState> = {
  pending: 'new',
  'on-hold': 'new',
  processing: 'in-progress',
  completed: 'delivered',
  cancelled: 'cancelled',
  refunded: 'cancelled',
  failed: 'cancelled',
  trash: 'cancelled',
};

/** A cart that was never sent. */
export const isDraft = ({ status }: WoocommerceOrder): boolean => status.endsWith('draft');

export function orderOf(order: WoocommerceOrder, { url }: Pick<MapOptions, 'url'>, guest?: string): Order {
  const { id, number, status, currency, total, shipping, billing } = order;
  const money = (amount: number) => ({ amount: Math.round(amount * 100) / 100, currency });
  const to = addressOf(shipping?.address_1 ? shipping : billing) as { address?: string };
  return {
    system: SYSTEM,
    id: String(id),
    number,
    state: STATES[status] ?? 'in-progress',
    stateName: status,
    total: money(Number(total)),
    paid: typeof order.date_paid_gmt === 'string',
    partyId: order.customer_id === 0 ? (guest ?? guestId(order)) : String(order.customer_id),
    lines: order.line_items.map(({ name, product_id, quantity, total: sum, total_tax, sku, image }) => ({
      productId: String(product_id),
      name,
      quantity,
      ...(quantity > 0 ? { price: money((Number(sum) + Number(total_tax ?? 0)) / quantity) } : {}),
      ...(sku ? { sku } : {}),
      ...(image?.src ? { imageUrl: image.src } : {}),
    })),
    ...(to.address === undefined ? {} : { deliveryAddress: to.address }),
    url: orderPage(url, String(id)),
    createdAt: time(order.date_created_gmt),
    updatedAt: time(order.date_modified_gmt ?? order.date_created_gmt),
  };
}
