/** What a shop knows of a customer: what he bought, what lies in his cart, what he looked at (S153). */
import * as z from 'zod/mini';
import { Money } from './money.ts';
import { ProductLine } from './product.ts';
import { Id, IsoTime } from './scalars.ts';

/** What an order's state means, whatever the shop calls it. */
export const ORDER_STATES = ['new', 'in-progress', 'delivered', 'cancelled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const Order = z.object({
  system: z.string(),
  id: Id,
  /** As the customer knows it. */
  number: z.string(),
  state: z.enum(ORDER_STATES),
  /** The shop's own word for it. */
  stateName: z.string(),
  total: z.optional(Money),
  paid: z.optional(z.boolean()),
  partyId: z.optional(Id),
  lines: z.array(ProductLine),
  deliveryAddress: z.optional(z.string()),
  url: z.optional(z.string()),
  createdAt: IsoTime,
  updatedAt: IsoTime,
});
export type Order = z.infer<typeof Order>;

export const Cart = z.object({
  system: z.string(),
  /** Absent for a visitor who is nobody's customer yet. */
  partyId: z.optional(Id),
  lines: z.array(ProductLine),
  total: z.optional(Money),
  /** Page where it can be gone on with. */
  url: z.optional(z.string()),
  updatedAt: z.optional(IsoTime),
});
export type Cart = z.infer<typeof Cart>;

/** A product that was looked at. */
export const ViewedProduct = z.object({ product: ProductLine, at: IsoTime });
export type ViewedProduct = z.infer<typeof ViewedProduct>;

/** Whose orders and cart are asked for: a customer of any system, whoever is on the far side of a call, or both. */
const CUSTOMER = {
  /** The record of customers when absent. */
  system: z.optional(z.string().check(z.maxLength(40))),
  partyId: z.optional(Id),
  /** Of a call that the agent may see. */
  callId: z.optional(Id),
};
export const ShopCustomer = z.strictObject(CUSTOMER);
export type ShopCustomer = z.infer<typeof ShopCustomer>;

export const OrderQuery = z.strictObject({
  ...CUSTOMER,
  /** Opaque, from `next` of the page before. */
  cursor: z.optional(z.string().check(z.maxLength(400))),
  /** 10 when absent. */
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(50))),
});

export const OrderPage = z.object({ items: z.array(Order), next: z.optional(z.string()) });
export type OrderPage = z.infer<typeof OrderPage>;

export const CartAnswer = z.object({ cart: z.nullable(Cart) });
export const ViewedAnswer = z.array(ViewedProduct);
