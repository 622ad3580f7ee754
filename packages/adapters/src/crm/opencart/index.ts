/** OpenCart: customers, guests, orders, carts and history through our own extension in the shop. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { ChangesGroup, Crm, ShopGroup } from '../contract.ts';
import { checkSteps } from '../kit/connection.ts';
import { createPartiesGroup } from '../kit/parties.ts';
import { createNotes } from '../kit/notes.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { nextStep, readMarker } from '../kit/marker.ts';
import { withoutSlash } from '../kit/settings.ts';
import { createApi, type OpencartApi, SYSTEM } from './api.ts';
import { createSource } from './customers.ts';
import { manifest, OpencartSettings } from './manifest.ts';
import { type MapOptions, OpencartCart, OpencartNote, OpencartOrder, orderOf, orderOfGuest } from './map.ts';

export { manifest, OpencartSettings } from './manifest.ts';

const HINTS = {
  address: 'Enter the address of the shop, and copy the extension "Ringback" into it.',
  credential: "Enter RINGBACK_KEY of the shop's config.php again.",
  right: "Look whether the shop's server lets Ringback through.",
};
/** Of the extension that this adapter speaks to. */
const VERSION = 1;

export function createOpencart(given: OpencartSettings, context: CrmContext): Crm {
  const parsed = OpencartSettings.parse(given);
  const settings = { ...parsed, url: withoutSlash(parsed.url) };
  const panel = parsed.panel === undefined ? undefined : withoutSlash(parsed.panel);
  const page = (kind: 'customer' | 'order', id: string): string | undefined => {
    if (panel === undefined) return undefined;
    const [route, action] = kind === 'customer' ? ['customer/customer', 'form'] : ['sale/order', 'info'];
    const path =
      settings.version === '3' ? `${route}/${kind === 'customer' ? 'edit' : action}` : `${route}.${action}`;
    return `${panel}/index.php?route=${path}&${kind}_id=${encodeURIComponent(id)}`;
  };
  const api = createApi(settings, context);
  const map = () => ({ country: context.country(), page });
  return {
    manifest,
    async checkConnection(options = {}) {
      const look = async () => {
        const { version } = await api.ask('ping', z.object({ version: z.number() }), {}, options);
        if (version !== VERSION) {
          throw new AdapterError(
            SYSTEM,
            'unsupported',
            `The extension in the shop is version ${version}, and ${VERSION} is needed.`,
            {
              hint: 'Copy the extension that came with this Ringback into the shop.',
            },
          );
        }
      };
      return {
        ...(await checkSteps([{ name: 'ringback', look }], HINTS, context)),
        account: new URL(settings.url).host,
      };
    },
    parties: createPartiesGroup({
      ...{ system: SYSTEM, context, isId: (id) => /^(guest-)?\d{1,15}$/.test(id) },
      source: createSource(api, map),
    }),
    communications: notes(api, context),
    shop: shop(api, map),
    records: {
      url({ kind, id }) {
        const order = kind === 'party' ? orderOfGuest(id) : undefined;
        if (order !== undefined) return page('order', String(order));
        return kind === 'party' ? page('customer', id) : kind === 'order' ? page('order', id) : undefined;
      },
    },
    changes: changes(api),
  };
}

const Done = z.unknown();

function notes(api: OpencartApi, context: Pick<CrmContext, 'kept'>) {
  return createNotes(SYSTEM, context, {
    async list(partyId, { skip, limit }, options) {
      if (orderOfGuest(partyId) !== undefined) return { items: [] };
      const rows = await api.ask(
        'history.list',
        z.array(OpencartNote),
        { customer_id: Number(partyId), skip, limit },
        options,
      );
      return pageOf(
        rows.map(({ id, comment, date_added }) => ({ id: String(id), text: comment, at: date_added })),
        { skip, limit },
      );
    },
    async add({ kind, id }, comment, options) {
      if (kind !== 'party' || orderOfGuest(id) !== undefined) {
        throw new AdapterError(
          SYSTEM,
          'unsupported',
          'OpenCart keeps a history of registered customers alone.',
          {
            hint: 'Create a customer first.',
          },
        );
      }
      await api.ask('history.add', Done, { customer_id: Number(id), comment }, options);
    },
    change: async ({ id }, comment, _partyId, options) =>
      void (await api.ask('history.update', Done, { id: Number(id), comment }, options)),
  });
}

function shop(api: OpencartApi, map: () => MapOptions): ShopGroup {
  const get = (id: number, options: { signal?: AbortSignal }) =>
    api.ask('orders.get', z.nullable(OpencartOrder), { id }, options);
  return {
    async orders({ partyId, cursor, limit = 50 }, options = {}) {
      const skip = rowsRead(cursor);
      const guestOrder = orderOfGuest(partyId);
      const email = guestOrder === undefined ? undefined : (await get(guestOrder, options))?.email;
      const whose = guestOrder === undefined ? { customer_id: Number(partyId) } : { email: email ?? '' };
      const rows = await api.ask('orders.list', z.array(OpencartOrder), { ...whose, skip, limit }, options);
      return pageOf(
        rows.map((row) => orderOf(row, map(), partyId)),
        { skip, limit },
      );
    },
    async order(id, options = {}) {
      const order = /^\d{1,15}$/.test(id) ? await get(Number(id), options) : null;
      return order ? orderOf(order, map()) : undefined;
    },
    async cart(partyId, options = {}) {
      if (orderOfGuest(partyId) !== undefined) return undefined;
      const rows = await api.ask('cart.get', OpencartCart, { customer_id: Number(partyId) }, options);
      if (rows.length === 0) return undefined;
      const lines = rows.map(({ product_id, name, model, quantity, stock }) => ({
        ...{ productId: String(product_id), name, sku: model, quantity, stock },
      }));
      return { system: SYSTEM, partyId, lines };
    },
  };
}

const Changed = z.object({
  customers: z.array(z.number()),
  orders: z.array(z.object({ id: z.number(), date_modified: z.string() })),
});
const PAGE = 100;

function changes(api: OpencartApi): ChangesGroup {
  return {
    async poll(marker, options = {}) {
      const { orders: at, customers } = readMarker(marker, ['orders', 'customers']);
      const asked = { customers_after: customers.skip, orders_since: at.since, skip: at.skip, limit: PAGE };
      const changed = await api.ask('changed', Changed, asked, options);
      const next = nextStep(
        at,
        changed.orders.map((one) => one.date_modified),
        PAGE,
      );
      const newest = Math.max(customers.skip, ...changed.customers);
      return {
        changes: [
          ...changed.customers.map((id) => ({
            id: `customer:${id}`,
            type: 'party.changed' as const,
            recordId: String(id),
          })),
          ...changed.orders.map(({ id, date_modified }) => ({
            ...{ id: `order:${id}:${date_modified}`, type: 'order.changed' as const, recordId: String(id) },
          })),
        ],
        marker: JSON.stringify({ orders: next.step, customers: { skip: newest } }),
        more: next.more || changed.customers.length >= PAGE,
      };
    },
  };
}
