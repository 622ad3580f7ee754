/** How the back office of PrestaShop looks from outside: addresses by controller, and the newer ones by path. */
import type { HostPanel, HostRecord } from '../kit/panel-bridge.ts';

const PATH = /\/sell\/(customers|orders)\/(\d{1,19})\/(?:view|edit)\/?$/;
const ID = /^\d{1,19}$/;

export const panel: HostPanel = {
  system: 'prestashop',
  recordOf({ pathname, searchParams }) {
    const [, kind, inPath] = PATH.exec(pathname) ?? [];
    if (inPath !== undefined) return { kind: kind === 'orders' ? 'order' : 'party', id: inPath };
    const isOrder = searchParams.get('controller') === 'AdminOrders';
    if (!isOrder && searchParams.get('controller') !== 'AdminCustomers') return undefined;
    const id = searchParams.get(isOrder ? 'id_order' : 'id_customer') ?? '';
    return ID.test(id) ? { kind: isOrder ? 'order' : 'party', id } : undefined;
  },
  fields: 'input[name$="[phone]"], input[name$="[phone_mobile]"], input[name="phone"]',
  /** A page by path has the session's own token, which is good for all of them: with it PrestaShop does not ask whether the link is meant. */
  addressIn({ origin, pathname, searchParams }, { kind, id }: HostRecord) {
    const [, root] = /^(.*\/index\.php)\//.exec(pathname) ?? [];
    const token = searchParams.get('_token');
    if (root === undefined || token === null) return undefined;
    const url = new URL(`${root}/sell/${kind === 'order' ? 'orders' : 'customers'}/${id}/view`, origin);
    url.searchParams.set('_token', token);
    return url;
  },
};
