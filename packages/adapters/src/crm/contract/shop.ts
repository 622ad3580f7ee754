import type { Cart, Order, Page, PageQuery, ProductLine, ViewedProduct } from '@ringback/model';
import type { ReadOptions } from './options.ts';

export interface OrderQuery extends PageQuery {
  partyId: string;
}

export interface ShopGroup {
  /** Newest first. */
  orders(query: OrderQuery, options?: ReadOptions): Promise<Page<Order>>;
  order(id: string, options?: ReadOptions): Promise<Order | undefined>;
  /** What lies in the customer's cart now; `undefined` when it is empty or he has none. */
  cart?(partyId: string, options?: ReadOptions): Promise<Cart | undefined>;
  /** Newest first; at most 20. */
  viewed?(partyId: string, options?: ReadOptions): Promise<ViewedProduct[]>;
  /** What is sold, one piece each, by part of a name or article; at most 20. */
  products?(words: string, options?: ReadOptions): Promise<ProductLine[]>;
}
