/** AdvantShop's records and ours. A customer has one number, kept as a figure; further ones stand in the administrator's comment. */
import * as z from 'zod/mini';
import type { Order, Party } from '@ringback/model';
import { CUSTOMER_KIND } from '../kit/parties.ts';
import { joinName } from '../kit/name.ts';
import { realEmail } from '../kit/placeholder-email.ts';
import { zonedTime } from '../kit/zoned-time.ts';
import { readPhones } from '../phone.ts';
import { SYSTEM } from './api.ts';

const Text = z.nullish(z.string());

export const AdvantshopCustomer = z.object({
  id: z.string(),
  email: Text,
  phone: z.nullish(z.union([z.number(), z.string()])),
  firstName: Text,
  lastName: Text,
  patronymic: Text,
  organization: Text,
  adminComment: Text,
});
export type AdvantshopCustomer = z.infer<typeof AdvantshopCustomer>;

export const AdvantshopOrder = z.object({
  id: z.number(),
  number: z.string(),
  currency: Text,
  sum: z.number(),
  date: z.string(),
  isPaid: z.boolean(),
  customer: z.nullish(z.object({ customerId: Text, city: Text, street: Text, house: Text })),
  status: z.nullish(
    z.object({ name: Text, isCanceled: z.nullish(z.boolean()), isCompleted: z.nullish(z.boolean()) }),
  ),
  items: z.nullish(
    z.array(z.object({ artNo: Text, name: z.string(), price: z.number(), amount: z.number() })),
  ),
});
export type AdvantshopOrder = z.infer<typeof AdvantshopOrder>;

export interface MapOptions {
  country: string;
  url: string;
  timeZone: string;
}

/** AdvantShop keeps no times that its API would tell. */
const UNKNOWN_TIME = '1970-01-01T00:00:00.000Z';
/** A line of the administrator's comment that holds a further number. */
const NUMBER_LINE = /^☎ (\+\d{5,15})$/gm;

/** Its forms write names as HTML. */
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#171': '«',
  '#187': '»',
};
const plain = (text: string | null | undefined): string =>
  (text ?? '').replace(/&(amp|lt|gt|quot|#39|#171|#187);/g, (_all, name: string) => ENTITIES[name] ?? '');

export function furtherPhones(comment: string | null | undefined): string[] {
  return [...plain(comment).matchAll(NUMBER_LINE)].map(([, number = '']) => number);
}

/** What people wrote there stays as it is. */
export function withFurtherPhones(comment: string | null | undefined, numbers: readonly string[]): string {
  const rest = plain(comment)
    .replace(NUMBER_LINE, '')
    .replace(/\n{2,}/g, '\n')
    .trim();
  return [rest, ...numbers.map((number) => `☎ ${number}`)].filter(Boolean).join('\n');
}

export const customerPage = (url: string, id: string): string =>
  `${url}/adminv3/customers/view/${encodeURIComponent(id)}`;
export const orderPage = (url: string, id: string): string =>
  `${url}/adminv3/orders/edit/${encodeURIComponent(id)}`;

export function partyOf(customer: AdvantshopCustomer, { country, url }: MapOptions): Party {
  const { id, phone, adminComment } = customer;
  const email = realEmail(customer.email);
  const name = joinName(plain(customer.firstName), plain(customer.patronymic), plain(customer.lastName));
  const main = phone === null || phone === undefined ? undefined : String(phone);
  return {
    system: SYSTEM,
    id,
    name: name || plain(customer.organization) || email || id,
    kind: CUSTOMER_KIND,
    phones: readPhones([main, ...furtherPhones(adminComment)], country),
    ...(email === undefined ? {} : { email }),
    url: customerPage(url, id),
    createdAt: UNKNOWN_TIME,
    updatedAt: UNKNOWN_TIME,
  };
}

/** ASP.NET writes times as text, or as milliseconds: `/Date(1784628000000)/`. */
function time(written: string, timeZone: string): string {
  const ms = /^\/Date\((\d+)\)\/$/.exec(written)?.[1];
  if (ms !== undefined) return new Date(Number(ms)).toISOString();
  return /Z$|[+-]\d\d:\d\d$/.test(written) ? new Date(written).toISOString() : zonedTime(written, timeZone);
}

export function orderOf(order: AdvantshopOrder, { url, timeZone }: Omit<MapOptions, 'country'>): Order {
  const { id, number, sum, status, customer } = order;
  const money = (amount: number) => ({
    amount: Math.round(amount * 100) / 100,
    currency: order.currency ?? 'RUB',
  });
  const at = time(order.date, timeZone);
  const address = [customer?.city, customer?.street, customer?.house].filter(Boolean).join(', ');
  return {
    system: SYSTEM,
    id: String(id),
    number,
    state: status?.isCanceled ? 'cancelled' : status?.isCompleted ? 'delivered' : 'in-progress',
    stateName: status?.name ?? '',
    total: money(sum),
    paid: order.isPaid,
    ...(customer?.customerId ? { partyId: customer.customerId } : {}),
    lines: (order.items ?? []).map(({ artNo, name, price, amount }) => ({
      ...{ name: plain(name), quantity: amount, price: money(price) },
      ...(artNo ? { sku: artNo } : {}),
    })),
    ...(address === '' ? {} : { deliveryAddress: address }),
    url: orderPage(url, String(id)),
    createdAt: at,
    updatedAt: at,
  };
}
