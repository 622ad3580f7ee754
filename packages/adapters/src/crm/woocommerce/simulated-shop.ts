/** WooCommerce's REST API v3 in memory, as its documentation describes it: no search by number, pages of 100 at most, signed webhooks. */
import { createHmac } from 'node:crypto';
import {
  createSimulatedHttp,
  type SimulatedAnswer,
  type SimulatedRequest,
} from '../../testing/simulated-http.ts';
import type { TestClock } from '../../testing/virtual-clock.ts';
import type { InboundRequest } from '../contract.ts';

interface Billing {
  first_name: string;
  last_name: string;
  email: string;
  phone: string;
  [field: string]: string;
}

export interface SimulatedCustomer {
  id: number;
  date_created_gmt: string;
  date_modified_gmt: string;
  email: string;
  first_name: string;
  last_name: string;
  username: string;
  role: string;
  billing: Billing;
}

export interface SimulatedOrder {
  id: number;
  number: string;
  status: string;
  currency: string;
  date_created_gmt: string;
  date_modified_gmt: string;
  date_paid_gmt: string | null;
  total: string;
  customer_id: number;
  billing: Billing;
  shipping: Record<string, string>;
  line_items: object[];
}

interface SimulatedWebhook {
  id: number;
  topic: string;
  status: string;
  delivery_url: string;
}

/** With what the shop tells of it besides. */
function shownWebhook(row: SimulatedWebhook, at = '2017-03-21T19:09:28'): SimulatedWebhook {
  const [resource = '', event = ''] = row.topic.split('.');
  const dates = { date_created: at, date_created_gmt: at, date_modified: at, date_modified_gmt: at };
  return { ...dates, ...row, ...{ resource, event, hooks: [] } };
}

export interface ShopOptions {
  clock: Pick<TestClock, 'now' | 'wait'>;
  key: string;
  secret: string;
  webhookSecret: string;
}

const EMPTY: Billing = {
  ...{ first_name: '', last_name: '', company: '', address_1: '', address_2: '' },
  ...{ city: '', state: '', postcode: '', country: '', email: '', phone: '' },
};
const TOPICS = ['customer.created', 'customer.updated', 'customer.deleted', 'order.created', 'order.updated'];

const problem = (status: number, code: string, message: string): SimulatedAnswer => ({
  status,
  body: { code, message, data: { status } },
});
const REFUSALS = {
  unauthorized: () => problem(401, 'woocommerce_rest_authentication_error', 'Consumer key is invalid.'),
  forbidden: () => problem(403, 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.'),
  unavailable: () => ({ status: 503, body: '<html>Briefly unavailable for scheduled maintenance.</html>' }),
};

export function createWoocommerceSimulator({ clock, key, secret, webhookSecret }: ShopOptions) {
  const customers = new Map<number, SimulatedCustomer>();
  const orders = new Map<number, SimulatedOrder>();
  const webhooks = new Map<number, SimulatedWebhook>(
    TOPICS.map((topic, index) => [
      index + 1,
      shownWebhook({ id: index + 1, topic, status: 'active', delivery_url: 'https://other.example/hook' }),
    ]),
  );
  let ids = 100;
  const newId = () => (ids += 1);
  const time = () => clock.now().toISOString().slice(0, 19);
  const right = `Basic ${btoa(`${key}:${secret}`)}`;

  function write(known: SimulatedCustomer | undefined, input: Partial<SimulatedCustomer>): SimulatedCustomer {
    const at = time();
    const before = known ?? {
      id: newId(),
      date_created_gmt: at,
      username: `user-${ids}`,
      role: 'customer',
      email: '',
    };
    const customer = {
      first_name: '',
      last_name: '',
      ...before,
      ...input,
      date_modified_gmt: at,
    } as SimulatedCustomer;
    customer.billing = { ...EMPTY, ...known?.billing, ...input.billing };
    customers.set(customer.id, customer);
    return customer;
  }

  function create(input: Partial<SimulatedCustomer>): SimulatedAnswer {
    if (!input.email) return problem(400, 'rest_missing_callback_param', 'Missing parameter(s): email');
    const taken = [...customers.values()].some(
      (one) => one.email.toLowerCase() === input.email?.toLowerCase(),
    );
    if (taken) return problem(400, 'registration-error-email-exists', 'An account is already registered.');
    return { status: 201, body: write(undefined, input) };
  }

  function page(rows: object[], query: URLSearchParams): SimulatedAnswer {
    const size = Number(query.get('per_page') ?? 10);
    if (size > 100) return problem(400, 'rest_invalid_param', 'Invalid parameter(s): per_page');
    const offset = Number(query.get('offset') ?? (Number(query.get('page') ?? 1) - 1) * size);
    const total = String(rows.length);
    const pages = String(Math.ceil(rows.length / size));
    return {
      status: 200,
      headers: { 'x-wp-total': total, 'x-wp-totalpages': pages },
      body: rows.slice(offset, offset + size),
    };
  }

  function listCustomers(query: URLSearchParams): SimulatedAnswer {
    const search = query.get('search')?.toLowerCase();
    const include = query.get('include')?.split(',').map(Number);
    const rows = [...customers.values()].filter(
      ({ id, email, username, first_name, last_name }) =>
        (include === undefined || include.includes(id)) &&
        (query.get('email') === null || email.toLowerCase() === query.get('email')?.toLowerCase()) &&
        (search === undefined ||
          [email, username, `${first_name} ${last_name}`].some((text) =>
            text.toLowerCase().includes(search),
          )),
    );
    rows.sort((one, other) => one.id - other.id);
    return page(query.get('order') === 'asc' ? rows : rows.reverse(), query);
  }

  function listOrders(query: URLSearchParams): SimulatedAnswer {
    const search = query.get('search')?.toLowerCase();
    const include = query.get('include')?.split(',').map(Number);
    const customer = query.get('customer');
    const after = query.get('modified_after');
    const rows = [...orders.values()].filter(
      ({ id, customer_id, date_modified_gmt, billing }) =>
        (include === undefined || include.includes(id)) &&
        (customer === null || customer_id === Number(customer)) &&
        (after === null || date_modified_gmt > after) &&
        (search === undefined || Object.values(billing).join(' ').toLowerCase().includes(search)),
    );
    const by = query.get('orderby') === 'modified' ? 'date_modified_gmt' : 'date_created_gmt';
    rows.sort((one, other) => one[by].localeCompare(other[by]) || one.id - other.id);
    return page(query.get('order') === 'asc' ? rows : rows.reverse(), query);
  }

  function webhookAnswer({ url, method, json }: SimulatedRequest, id?: number): SimulatedAnswer {
    const known = id === undefined ? undefined : webhooks.get(id);
    if (id !== undefined && !known)
      return problem(404, 'woocommerce_rest_shop_webhook_invalid_id', 'Invalid ID.');
    if (method === 'DELETE' && known) {
      if (url.searchParams.get('force') !== 'true')
        return problem(501, 'woocommerce_rest_trash_not_supported', 'Webhooks do not support trashing.');
      webhooks.delete(known.id);
      return { status: 200, body: known };
    }
    if (method === 'POST' || method === 'PUT') {
      // The secret is never shown again.
      const { secret: _kept, ...given } = json() as Record<string, string>;
      const row = { ...(known ?? { id: newId(), topic: '', delivery_url: '', status: 'active' }), ...given };
      const shown = shownWebhook(row, time());
      webhooks.set(row.id, shown);
      return { status: method === 'POST' ? 201 : 200, body: shown };
    }
    const wanted = url.searchParams.get('status') ?? 'all';
    return page(
      [...webhooks.values()].filter(({ status }) => wanted === 'all' || status === wanted),
      url.searchParams,
    );
  }

  function handle(request: SimulatedRequest): SimulatedAnswer {
    const { url, method } = request;
    const [, root, namespace, version, resource = '', id] = url.pathname.split('/');
    if (root !== 'wp-json' || namespace !== 'wc' || version !== 'v3') {
      return problem(404, 'rest_no_route', 'No route was found matching the URL and request method.');
    }
    if (request.headers.get('authorization') !== right) return REFUSALS.unauthorized();
    if (resource === 'webhooks') return webhookAnswer(request, id === undefined ? undefined : Number(id));
    if (resource !== 'customers' && resource !== 'orders') {
      return problem(404, 'rest_no_route', 'No route was found matching the URL and request method.');
    }
    if (method === 'POST') return create(request.json() as Partial<SimulatedCustomer>);
    if (id === undefined)
      return resource === 'customers' ? listCustomers(url.searchParams) : listOrders(url.searchParams);
    const known = resource === 'customers' ? customers.get(Number(id)) : orders.get(Number(id));
    if (!known) return problem(404, `woocommerce_rest_${resource}_invalid_id`, 'Invalid resource ID.');
    if (method !== 'PUT') return { status: 200, body: known };
    return {
      status: 200,
      body: write(known as SimulatedCustomer, request.json() as Partial<SimulatedCustomer>),
    };
  }

  /** As `wp_remote_post` sends it. */
  function delivery(topic: string, body: object): InboundRequest {
    const raw = new TextEncoder().encode(JSON.stringify(body));
    const [resource = '', event = ''] = topic.split('.');
    const signature = createHmac('sha256', webhookSecret).update(raw).digest('base64');
    const headers = {
      ...{
        'content-type': 'application/json',
        'x-wc-webhook-source': 'https://shop.example/',
        'x-wc-webhook-topic': topic,
      },
      ...{
        'x-wc-webhook-resource': resource,
        'x-wc-webhook-event': event,
        'x-wc-webhook-signature': signature,
      },
      ...{ 'x-wc-webhook-id': '142', 'x-wc-webhook-delivery-id': String(newId()) },
    };
    return { method: 'POST', headers, query: {}, body: raw };
  }

  const { http, wire } = createSimulatedHttp({ clock, handle, refusals: REFUSALS });
  return { http, wire, customers, orders, webhooks, newId, time, write, delivery, empty: EMPTY };
}
