/** Our extension for OpenCart in memory: the contract of `extension/`, which the tests with PHP hold it to. */
import {
  createSimulatedHttp,
  type SimulatedAnswer,
  type SimulatedRequest,
} from '../../testing/simulated-http.ts';
import type { TestClock } from '../../testing/virtual-clock.ts';
import { type Action, sign } from './api.ts';
import type { OpencartCustomer, OpencartOrder } from './map.ts';

const problem = (status: number, code: string, message: string): SimulatedAnswer => ({
  status,
  body: { error: { code, message } },
});
const REFUSALS = {
  unauthorized: () => problem(401, 'unauthorized', 'The signature is wrong.'),
  unavailable: () => ({ status: 503, body: '<html>Maintenance</html>' }),
};
const CONFLICT = problem(409, 'conflict', 'Another customer has this e-mail address.');

interface Parameters extends Record<string, unknown> {
  id: number;
  customer_id: number;
  email: string;
  comment: string;
  words: string[];
  skip?: number;
  limit?: number;
}

export interface CartRow {
  customer_id: number;
  product_id: number;
  name: string;
  model: string;
  quantity: number;
  price: number;
  stock: number;
}

export function createOpencartSimulator({
  clock,
  key,
}: {
  clock: Pick<TestClock, 'now' | 'wait'>;
  key: string;
}) {
  const customers = new Map<number, OpencartCustomer>();
  const orders = new Map<number, OpencartOrder>();
  const history: { id: number; customer_id: number; comment: string; date_added: string }[] = [];
  const carts: CartRow[] = [];
  let ids = 0;
  const newId = () => (ids += 1);
  const time = () => `${clock.now().toISOString().slice(0, 19)}.000Z`;

  const page = <T>(rows: readonly T[], { skip = 0, limit = 50 }: { skip?: number; limit?: number }) =>
    rows.slice(skip, skip + Math.min(limit, 200));
  const newest = () => [...orders.values()].sort((one, other) => other.id - one.id);
  const taken = (email: string, exceptId?: number) =>
    [...customers.values()].some(
      (one) => one.id !== exceptId && one.email.toLowerCase() === email.toLowerCase(),
    );

  function put(fields: Partial<OpencartCustomer>): OpencartCustomer {
    const known = customers.get(fields.id ?? 0);
    const empty = { firstname: '', lastname: '', email: '', telephone: '', date_added: time() };
    const customer = { ...empty, ...known, ...fields, id: known?.id ?? newId() };
    customers.set(customer.id, customer);
    return customer;
  }

  const actions: Record<Action, (asked: Parameters) => unknown> = {
    ping: () => ({ version: 1, opencart: '4.1.0.3' }),
    'customers.find': ({ digits }) => {
      const has = ({ telephone }: { telephone: string }) =>
        telephone.replace(/\D/g, '').includes(String(digits));
      return {
        customers: [...customers.values()].filter(has).slice(0, 50),
        orders: newest().filter(has).slice(0, 20),
      };
    },
    'customers.search': ({ words }) =>
      [...customers.values()]
        .filter(({ firstname, lastname }) =>
          words.every((word) => `${firstname}\n${lastname}`.toLowerCase().includes(word.toLowerCase())),
        )
        .slice(0, 50),
    'customers.email': ({ email }) =>
      [...customers.values()].filter((one) => one.email.toLowerCase() === email.toLowerCase()),
    'customers.get': ({ id }) => customers.get(id) ?? null,
    'customers.list': (asked) => page([...customers.values()], asked),
    'customers.create': ({ action: _action, ...fields }) =>
      taken(fields.email as string) ? CONFLICT : put(fields),
    'customers.update': ({ action: _action, ...fields }) => {
      if (!customers.has(fields.id as number)) return problem(404, 'not-found', 'There is no such customer.');
      return fields.email !== undefined && taken(fields.email as string, fields.id as number)
        ? CONFLICT
        : put(fields);
    },
    'orders.list': (asked) =>
      page(
        newest().filter((order) =>
          asked.customer_id === undefined
            ? order.customer_id === 0 && order.email.toLowerCase() === asked.email.toLowerCase()
            : order.customer_id === asked.customer_id,
        ),
        asked,
      ),
    'orders.get': ({ id }) => orders.get(id) ?? null,
    'cart.get': ({ customer_id }) => carts.filter((row) => row.customer_id === customer_id),
    'history.list': (asked) =>
      page(
        history.filter((row) => row.customer_id === asked.customer_id),
        asked,
      ),
    'history.add': ({ customer_id, comment }) => {
      const id = newId();
      history.unshift({ id, customer_id, comment, date_added: time() });
      return { id };
    },
    'history.update': ({ id, comment }) => {
      const known = history.find((row) => row.id === id);
      if (known) known.comment = comment;
      return { id };
    },
    changed: ({ customers_after = 0, orders_since = '', ...asked }) => ({
      customers: [...customers.keys()].filter((id) => id > Number(customers_after)).slice(0, 100),
      orders: page(
        [...orders.values()]
          .filter(({ date_modified }) => date_modified >= String(orders_since))
          .sort((one, other) => (one.date_modified < other.date_modified ? -1 : 1))
          .map(({ id, date_modified }) => ({ id, date_modified })),
        asked,
      ),
    }),
  };

  function handle({ url, headers, text }: SimulatedRequest): SimulatedAnswer {
    if (url.searchParams.get('route') !== 'extension/ringback/api')
      return { status: 404, body: '<html>404</html>' };
    const at = headers.get('x-ringback-time') ?? '';
    if (headers.get('x-ringback-signature') !== sign(key, at, text())) return REFUSALS.unauthorized();
    if (Math.abs(clock.now().getTime() / 1000 - Number(at)) > 300)
      return problem(401, 'clock', 'The clocks differ.');
    const asked = JSON.parse(text()) as Parameters & { action: Action };
    const data = actions[asked.action](asked);
    const refused = data !== null && typeof data === 'object' && 'status' in data && 'body' in data;
    return refused ? (data as SimulatedAnswer) : { status: 200, body: { data } };
  }

  const { http, wire } = createSimulatedHttp({ clock, handle, refusals: REFUSALS });
  return { http, wire, customers, orders, history, carts, newId, time, put };
}
