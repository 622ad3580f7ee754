/** How wp-admin looks from outside: both order screens, the customer's page, and the fields that hold numbers. */
import type { HostPanel } from '../kit/panel-bridge.ts';

const ID = /^\d{1,19}$/;

export const panel: HostPanel = {
  system: 'woocommerce',
  recordOf({ pathname, searchParams }) {
    const [, page] = /\/wp-admin\/(user-edit|post|admin)\.php$/.exec(pathname) ?? [];
    const id = (name: string) => (ID.test(searchParams.get(name) ?? '') ? searchParams.get(name) : null);
    const customer = page === 'user-edit' ? id('user_id') : null;
    if (customer !== null) return { kind: 'party', id: customer };
    if (searchParams.get('action') !== 'edit') return undefined;
    const isOrders = page === 'admin' && searchParams.get('page') === 'wc-orders';
    const order = page === 'post' ? id('post') : isOrders ? id('id') : null;
    return order === null ? undefined : { kind: 'order', id: order };
  },
  fields: '#billing_phone, #shipping_phone, #_billing_phone, #_shipping_phone',
};
