/** InSales' records and ours. */
import * as z from 'zod/mini';
import type { Order, OrderState, Party } from '@ringback/model';
import { CUSTOMER_KIND } from '../kit/parties.ts';
import { joinName } from '../kit/name.ts';
import { readPhones } from '../phone.ts';
import { SYSTEM } from './api.ts';

const Text = z.nullish(z.string());
/** Amounts come as numbers or as text. */
const Amount = z.nullish(z.union([z.number(), z.string()]));

export const InsalesClient = z.object({
  id: z.number(),
  name: Text,
  surname: Text,
  middlename: Text,
  email: Text,
  phone: Text,
  type: Text,
  /** Of a juridical client. */
  inn: Text,
  created_at: Text,
  updated_at: Text,
});
export type InsalesClient = z.infer<typeof InsalesClient>;

export const InsalesOrder = z.object({
  id: z.number(),
  number: z.union([z.number(), z.string()]),
  created_at: Text,
  updated_at: Text,
  fulfillment_status: Text,
  financial_status: Text,
  custom_status: z.nullish(z.object({ title: Text })),
  total_price: Amount,
  currency_code: Text,
  order_lines: z.array(
    z.object({
      title: z.string(),
      quantity: z.number(),
      sale_price: Amount,
      sku: Text,
      product_id: z.nullish(z.number()),
    }),
  ),
  client: z.nullish(z.object({ id: z.number() })),
  shipping_address: z.nullish(z.object({ phone: Text, full_delivery_address: Text })),
});
export type InsalesOrder = z.infer<typeof InsalesOrder>;

export interface MapOptions {
  country: string;
  url: string;
}

export const clientPage = (url: string, id: string): string =>
  `${url}/admin2/clients/${encodeURIComponent(id)}`;
export const orderPage = (url: string, id: string): string =>
  `${url}/admin2/orders/${encodeURIComponent(id)}`;

function time(text: string | null | undefined): string {
  const at = new Date(text ?? 0);
  return (Number.isNaN(at.getTime()) ? new Date(0) : at).toISOString();
}

export function partyOf(client: InsalesClient, { country, url }: MapOptions): Party {
  const id = String(client.id);
  const email = client.email?.trim() ?? '';
  const taxId = client.inn?.trim() ?? '';
  return {
    system: SYSTEM,
    id,
    name: joinName(client.name, client.middlename, client.surname) || email || id,
    kind: CUSTOMER_KIND,
    phones: readPhones([client.phone], country),
    ...(email === '' ? {} : { email }),
    ...(taxId === '' ? {} : { taxId }),
    nature: client.type === 'Client::Juridical' ? 'organization' : 'person',
    url: clientPage(url, id),
    createdAt: time(client.created_at),
    updatedAt: time(client.updated_at ?? client.created_at),
  };
}

export const orderPhones = ({ shipping_address }: InsalesOrder, country: string): string[] =>
  readPhones([shipping_address?.phone], country);

const STATES: Record<string, OrderState> = {
  new: 'new',
  delivered: 'delivered',
  declined: 'cancelled',
  returned: 'cancelled',
};

export function orderOf(order: InsalesOrder, { url }: Pick<MapOptions, 'url'>): Order {
  const {
    id,
    number,
    fulfillment_status,
    custom_status,
    currency_code,
    total_price,
    client,
    shipping_address,
  } = order;
  const money = (amount: number | string | null | undefined) => ({
    amount: Number(amount ?? 0),
    currency: currency_code ?? 'RUB',
  });
  const status = fulfillment_status ?? 'new';
  const address = shipping_address?.full_delivery_address ?? '';
  return {
    system: SYSTEM,
    id: String(id),
    number: String(number),
    state: STATES[status] ?? 'in-progress',
    stateName: custom_status?.title ?? status,
    total: money(total_price),
    paid: order.financial_status === 'paid',
    ...(client ? { partyId: String(client.id) } : {}),
    lines: order.order_lines.map(({ title, quantity, sale_price, sku, product_id }) => ({
      ...{ name: title, quantity, price: money(sale_price) },
      ...(sku ? { sku } : {}),
      ...(product_id ? { productId: String(product_id) } : {}),
    })),
    ...(address === '' ? {} : { deliveryAddress: address }),
    url: orderPage(url, String(id)),
    createdAt: time(order.created_at),
    updatedAt: time(order.updated_at ?? order.created_at),
  };
}
