/** A row of goods: of an order, a cart or a deal. */
import * as z from 'zod/mini';
import { Money } from './money.ts';

export const ProductLine = z.object({
  /** The product's own id in the host, where it has one. */
  productId: z.optional(z.string()),
  sku: z.optional(z.string()),
  name: z.string(),
  quantity: z.number(),
  /** Of one piece. */
  price: z.optional(Money),
  /** Pieces left; absent where the host does not say. */
  stock: z.optional(z.number()),
  url: z.optional(z.string()),
  imageUrl: z.optional(z.string()),
});
export type ProductLine = z.infer<typeof ProductLine>;
