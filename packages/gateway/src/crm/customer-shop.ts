/**
 * What a customer bought, has in his cart and looked at, for the card: of the shop that is the record, whichever system the card's
 * customer is from, and of what the site's pages told while he was there. Nothing is created by looking.
 */
import type { Crm } from '@ringback/adapters';
import type { Cart, Order, Page, PageQuery, Party, ViewedProduct } from '@ringback/model';
import type { Visits } from '../visits/visits.ts';
import type { CrmHub } from './hub.ts';

/** Whose it is: a customer of any connected system, or whoever has the number. */
export interface ShopCustomerOf {
  party?: { system: string; id: string };
  /** E.164, or empty. */
  number?: string;
}

export interface CustomerShop {
  /** Newest first; empty where the shop does not know him. */
  orders(of: ShopCustomerOf, query: PageQuery): Promise<Page<Order>>;
  cart(of: ShopCustomerOf): Promise<Cart | undefined>;
  /** Newest first; at most 20. */
  viewed(of: ShopCustomerOf): Promise<ViewedProduct[]>;
}

export interface CustomerShopOptions {
  hub: Pick<CrmHub, 'recordOf' | 'partyOf'>;
  seenBy: Visits['seenBy'];
}

const MOST_VIEWED = 20;

interface Found {
  shop: Crm | undefined;
  /** His id in the shop. */
  partyId: string | undefined;
  phones: readonly string[];
}

export function createCustomerShop({ hub, seenBy }: CustomerShopOptions): CustomerShop {
  async function find({ party: ref, number = '' }: ShopCustomerOf): Promise<Found> {
    const shop = hub.recordOf('shop');
    const party = ref && (await hub.partyOf(ref));
    const phones = [...new Set([...(party?.phones ?? []), number])].filter((phone) => phone.startsWith('+'));
    const partyId = ref?.system === shop?.manifest.id ? ref?.id : await idIn(shop, phones, party);
    return { shop, partyId, phones };
  }

  /** What the pages told of him; Ringback's own store adds that by itself. */
  const seen = async ({ shop, partyId, phones }: Found) =>
    (shop?.manifest.transport === 'local' && partyId !== undefined) || phones.length === 0
      ? undefined
      : seenBy(phones);

  return {
    async orders(of, query) {
      const { shop, partyId } = await find(of);
      if (!shop?.shop || partyId === undefined) return { items: [] };
      return shop.shop.orders({ ...query, partyId });
    },
    async cart(of) {
      const found = await find(of);
      const { shop, partyId } = found;
      const cart = partyId === undefined ? undefined : await shop?.shop?.cart?.(partyId);
      if (cart) return cart;
      const { cart: lines = [], seenAt } = (await seen(found)) ?? {};
      if (lines.length === 0 || seenAt === undefined) return undefined;
      return { system: 'local', ...(partyId === undefined ? {} : { partyId }), lines, updatedAt: seenAt };
    },
    async viewed(of) {
      const found = await find(of);
      const { shop, partyId } = found;
      const told = partyId === undefined ? [] : ((await shop?.shop?.viewed?.(partyId)) ?? []);
      const looked = (await seen(found))?.viewed ?? [];
      const newestFirst = [...told, ...looked].sort((one, other) => (one.at < other.at ? 1 : -1));
      return newestFirst.slice(0, MOST_VIEWED);
    },
  };
}

/** Of several who have the number it is the one of the same name; of one system's customer in another nothing else is sure. */
async function idIn(
  shop: Crm | undefined,
  phones: readonly string[],
  party: Party | undefined,
): Promise<string | undefined> {
  const answers = await Promise.all(phones.map((phone) => shop?.parties?.findByPhone(phone) ?? []));
  const own = answers.flat().filter(({ why }) => why === 'phone');
  const distinct = [...new Map(own.map((match) => [match.party.id, match.party])).values()];
  const [only, ...others] = distinct;
  if (only && others.length === 0) return only.id;
  return distinct.find(({ name }) => party !== undefined && fold(name) === fold(party.name))?.id;
}

const fold = (name: string) => name.trim().toLowerCase();
