/** Vendure's words and ours. */
import * as z from 'zod/mini';
import type { Cart, Money, Order, OrderState, Party, ProductLine } from '@ringback/model';
import { CUSTOMER_KIND } from '../kit/parties.ts';
import { joinName, nameHas, wordsOf } from '../kit/name.ts';
import { realEmail } from '../kit/placeholder-email.ts';
import { readPhones } from '../phone.ts';
import { SYSTEM } from './api.ts';

const Text = z.nullish(z.string());

export const VendureCustomer = z.object({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  emailAddress: z.string(),
  phoneNumber: Text,
  addresses: z.nullish(
    z.array(
      z.object({
        fullName: Text,
        phoneNumber: Text,
        streetLine1: Text,
        city: Text,
        postalCode: Text,
        defaultShippingAddress: z.nullish(z.boolean()),
      }),
    ),
  ),
});
export type VendureCustomer = z.infer<typeof VendureCustomer>;

const OrderAddress = z.object({
  fullName: Text,
  streetLine1: Text,
  city: Text,
  postalCode: Text,
  phoneNumber: Text,
});

export const VendureOrder = z.object({
  id: z.string(),
  code: z.string(),
  state: z.string(),
  active: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  orderPlacedAt: Text,
  currencyCode: z.string(),
  totalWithTax: z.number(),
  customer: z.nullish(z.object({ id: z.string() })),
  shippingAddress: z.nullish(OrderAddress),
  billingAddress: z.nullish(z.object({ phoneNumber: Text })),
  payments: z.nullish(z.array(z.object({ state: z.string(), amount: z.number() }))),
  lines: z.array(
    z.object({
      quantity: z.number(),
      unitPriceWithTax: z.number(),
      productVariant: z.object({
        sku: z.string(),
        name: z.string(),
        productId: z.string(),
        featuredAsset: z.nullish(z.object({ preview: z.string() })),
        stockLevels: z.nullish(z.array(z.object({ stockOnHand: z.number(), stockAllocated: z.number() }))),
      }),
    }),
  ),
});
export type VendureOrder = z.infer<typeof VendureOrder>;

export interface MapOptions {
  country: string;
  /** Page of a record in the dashboard. */
  page(kind: 'customers' | 'orders', id: string): string;
}

const iso = (time: string): string => new Date(time).toISOString();

export function partyOf(customer: VendureCustomer, { country, page }: MapOptions): Party {
  const { id, firstName, lastName, emailAddress, phoneNumber, createdAt, updatedAt } = customer;
  const name = joinName(firstName, lastName);
  // An address in another's name is where gifts go: its number is that other's.
  const addresses = (customer.addresses ?? []).filter(
    ({ fullName }) => !fullName || nameHas(fullName, wordsOf(name)),
  );
  const home = addresses.find((one) => one.defaultShippingAddress) ?? addresses[0];
  const address = joinAddress(home);
  const email = realEmail(emailAddress);
  return {
    system: SYSTEM,
    id,
    name: name || email || id,
    kind: CUSTOMER_KIND,
    phones: readPhones([phoneNumber, ...addresses.map((one) => one.phoneNumber)], country),
    ...(email === undefined ? {} : { email }),
    ...(address === undefined ? {} : { address }),
    nature: 'person',
    url: page('customers', id),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
  };
}

type Street =
  Partial<Pick<z.infer<typeof OrderAddress>, 'streetLine1' | 'city' | 'postalCode'>> | null | undefined;

function joinAddress(address: Street): string | undefined {
  const parts = [address?.streetLine1, address?.city, address?.postalCode].filter(Boolean);
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** Numbers that an order names: of who receives it and of who pays. */
export function orderPhones({ shippingAddress, billingAddress }: VendureOrder, country: string): string[] {
  return readPhones([shippingAddress?.phoneNumber, billingAddress?.phoneNumber], country);
}

const STATES: Record<string, OrderState> = {
  PaymentAuthorized: 'new',
  Delivered: 'delivered',
  Cancelled: 'cancelled',
};

/** Vendure keeps every amount with two decimals, whatever the currency. */
const money = (amount: number, currency: string): Money => ({ amount: amount / 100, currency });

function linesOf({ lines, currencyCode }: VendureOrder): ProductLine[] {
  return lines.map(({ quantity, unitPriceWithTax, productVariant }) => {
    const { productId, sku, name, featuredAsset, stockLevels } = productVariant;
    return {
      ...{ productId, sku, name, quantity, price: money(unitPriceWithTax, currencyCode) },
      ...(stockLevels
        ? { stock: stockLevels.reduce((sum, one) => sum + one.stockOnHand - one.stockAllocated, 0) }
        : {}),
      ...(featuredAsset ? { imageUrl: featuredAsset.preview } : {}),
    };
  });
}

export function orderOf(order: VendureOrder, { page }: MapOptions): Order {
  const settled = (order.payments ?? []).filter(({ state }) => state === 'Settled');
  const paid = settled.reduce((sum, { amount }) => sum + amount, 0);
  const deliveryAddress = joinAddress(order.shippingAddress);
  return {
    system: SYSTEM,
    id: order.id,
    number: order.code,
    state: STATES[order.state] ?? 'in-progress',
    stateName: order.state,
    total: money(order.totalWithTax, order.currencyCode),
    paid: paid >= order.totalWithTax && settled.length > 0,
    ...(order.customer ? { partyId: order.customer.id } : {}),
    lines: linesOf(order),
    ...(deliveryAddress === undefined ? {} : { deliveryAddress }),
    url: page('orders', order.id),
    createdAt: iso(order.orderPlacedAt ?? order.createdAt),
    updatedAt: iso(order.updatedAt),
  };
}

export function cartOf(order: VendureOrder, partyId: string, { page }: MapOptions): Cart {
  return {
    system: SYSTEM,
    partyId,
    lines: linesOf(order),
    total: money(order.totalWithTax, order.currencyCode),
    url: page('orders', order.id),
    updatedAt: iso(order.updatedAt),
  };
}

/** Digits with anything between them: what people typed is found however they typed it. */
export function phoneRegex(e164: string): string {
  return [...e164.slice(-SURE_DIGITS)].join('[^0-9]*');
}

/** So many digits of a number stand together in every way of writing it; what ends in the same is sorted out afterwards. */
const SURE_DIGITS = 7;

/** Letters in both cases: the databases under Vendure do not agree about case, least of all beyond English. */
export function nameRegex(word: string): string {
  return [...word]
    .map((letter) => {
      const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
      if (lower !== upper && [...upper].length === 1) return `[${lower}${upper}]`;
      return /[!-/:-@[-`{-~]/.test(letter) ? `\\${letter}` : letter;
    })
    .join('');
}
