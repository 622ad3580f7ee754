/** What the shop knows of a customer, and what it sells. */
import type { Page, PageQuery } from '../../page.ts';
import type { ProductLine } from '../../product.ts';
import type { Cart, Order, ViewedProduct } from '../../shop.ts';

export interface BackendShop {
  /** Newest first. */
  orders(query: PageQuery & { partyId: string }): Promise<Page<Order>>;
  order(id: string): Promise<Order>;
  /** `null` when it is empty. */
  cart?(partyId: string): Promise<Cart | null>;
  /** Newest first; at most 20. */
  viewed?(partyId: string): Promise<ViewedProduct[]>;
  /** The host's catalogue, by part of a name or article; one piece each. Absent where the host gives none. */
  products?(words: string): Promise<ProductLine[]>;
}
