/** InSales' admin API in memory: pages, `updated_since` with `from_id`, 500 requests in five minutes with `API-Usage-Limit`. */
import {
  createSimulatedHttp,
  type SimulatedAnswer,
  type SimulatedRequest,
} from '../../testing/simulated-http.ts';
import type { TestClock } from '../../testing/virtual-clock.ts';

export interface SimulatedClient {
  id: number;
  name: string;
  surname: string;
  middlename: string;
  email: string | null;
  phone: string;
  created_at: string;
  updated_at: string;
}

export interface SimulatedOrder {
  id: number;
  number: number | string;
  updated_at: string;
  client: { id: number };
  [field: string]: unknown;
}

const LIMIT = { requests: 500, perMs: 300_000 };
const REFUSALS = {
  unauthorized: () => ({ status: 401, body: 'HTTP Basic: Access denied.' }),
  forbidden: () => ({ status: 403, body: { error: 'forbidden' } }),
  'rate-limited': () => ({ status: 429, headers: { 'retry-after': '5' }, body: '' }),
  unavailable: () => ({ status: 502, body: '<html>Bad Gateway</html>' }),
};

export interface ShopOptions {
  clock: Pick<TestClock, 'now' | 'wait'>;
  key: string;
  password: string;
}

export function createInsalesSimulator({ clock, key, password }: ShopOptions) {
  const clients = new Map<number, SimulatedClient>();
  const orders = new Map<number, SimulatedOrder>();
  const asked: number[] = [];
  const right = `Basic ${btoa(`${key}:${password}`)}`;
  let ids = 1000;
  const newId = () => (ids += 1);
  const time = () => clock.now().toISOString();

  function write(known: SimulatedClient | undefined, input: Partial<SimulatedClient>): SimulatedClient {
    const at = time();
    const empty = { name: '', surname: '', middlename: '', email: null, phone: '' };
    const client = { ...empty, id: known?.id ?? newId(), created_at: at, ...known, ...input, updated_at: at };
    clients.set(client.id, client);
    return client;
  }

  function page<T extends { id: number; updated_at: string }>(
    rows: Iterable<T>,
    query: URLSearchParams,
  ): SimulatedAnswer {
    const size = Math.min(100, Number(query.get('per_page') ?? 100));
    const since = query.get('updated_since');
    const from = query.get('from_id');
    const when = (row: T) => Date.parse(row.updated_at);
    const sorted = [...rows].sort((one, other) =>
      since === null && from === null ? one.id - other.id : when(one) - when(other) || one.id - other.id,
    );
    const after = sorted.filter(
      (row) =>
        since === null ||
        when(row) > Date.parse(since) ||
        (when(row) === Date.parse(since) && (from === null || row.id > Number(from))),
    );
    const skip = (Number(query.get('page') ?? 1) - 1) * size;
    return { status: 200, body: after.slice(skip, skip + size) };
  }

  function answer({ url, method, json }: SimulatedRequest): SimulatedAnswer {
    const [, , resource, id] = url.pathname.replace(/\.json$/, '').split('/');
    if (resource !== 'clients' && resource !== 'orders') return { status: 404, body: { error: 'not found' } };
    if (method === 'POST')
      return { status: 201, body: write(undefined, (json() as { client: object }).client) };
    if (id === undefined)
      return resource === 'clients'
        ? page(clients.values(), url.searchParams)
        : page(orders.values(), url.searchParams);
    const known = resource === 'clients' ? clients.get(Number(id)) : orders.get(Number(id));
    if (!known) return { status: 404, body: { error: 'not found' } };
    if (method === 'PUT') {
      return { status: 200, body: write(known as SimulatedClient, (json() as { client: object }).client) };
    }
    return { status: 200, body: known };
  }

  function handle(request: SimulatedRequest): SimulatedAnswer {
    if (request.headers.get('authorization') !== right) return REFUSALS.unauthorized();
    const now = clock.now().getTime();
    while (asked[0] !== undefined && asked[0] <= now - LIMIT.perMs) asked.shift();
    if (asked.length >= LIMIT.requests) {
      countLimited();
      return REFUSALS['rate-limited']();
    }
    asked.push(now);
    const given = answer(request);
    return {
      ...given,
      headers: { ...given.headers, 'api-usage-limit': `${asked.length}/${LIMIT.requests}` },
    };
  }

  const { http, wire, countLimited } = createSimulatedHttp({ clock, handle, refusals: REFUSALS });
  return { http, wire, clients, orders, newId, time, write };
}
