/** What the shop knows of a customer, and what it sells. */
import type { PageQuery } from '../../page.ts';
import type { ProductLine } from '../../product.ts';
import type { Cart, Order, OrderPage, ShopCustomer, ViewedProduct } from '../../shop.ts';

export interface BackendShop {
  /** Newest first. */
  orders(query: PageQuery & ShopCustomer): Promise<OrderPage>;
  order?(id: string): Promise<Order>;
  /** `null` when it is empty, or nobody knows him. */
  cart?(of: ShopCustomer): Promise<Cart | null>;
  /** Newest first; at most 20. */
  viewed?(of: ShopCustomer): Promise<ViewedProduct[]>;
  /** The host's catalogue, by part of a name or article; one piece each. Absent where the host gives none. */
  products?(words: string): Promise<ProductLine[]>;
}
