/** PrestaShop's webservice in memory: filters, sorting and limits in its own notation, JSON out, XML in, no search but that of fields. */
import {
  createSimulatedHttp,
  type SimulatedAnswer,
  type SimulatedRequest,
} from '../../testing/simulated-http.ts';
import type { TestClock } from '../../testing/virtual-clock.ts';

/** As PrestaShop sends it: everything but ids is text. */
export interface Row {
  id: number;
  [field: string]: unknown;
}

const RESOURCES = [
  'customers',
  'addresses',
  'orders',
  'order_states',
  'currencies',
  'carts',
  'products',
  'countries',
] as const;
export type Resource = (typeof RESOURCES)[number];

const SINGULAR: Record<string, string> = { customers: 'customer', addresses: 'address' };
const problem = (status: number, message: string): SimulatedAnswer => ({
  status,
  body: { errors: [{ code: 1, message }] },
});
const REFUSALS = {
  unauthorized: () => problem(401, 'Invalid authentication key format'),
  forbidden: () => problem(401, 'Resource of type "customers" is not allowed with this authentication key'),
  unavailable: () => ({ status: 503, body: '<html>Maintenance</html>' }),
};

export interface ShopOptions {
  clock: Pick<TestClock, 'now' | 'wait'>;
  key: string;
}

export function createPrestashopSimulator({ clock, key }: ShopOptions) {
  const tables = new Map<Resource, Map<number, Row>>(RESOURCES.map((name) => [name, new Map()]));
  let ids = 10;
  const newId = () => (ids += 1);
  /** The shop's clock stands in UTC here. */
  const time = () => clock.now().toISOString().slice(0, 19).replace('T', ' ');
  const table = (name: Resource) => tables.get(name) as Map<number, Row>;

  function put(resource: Resource, fields: Record<string, unknown>): Row {
    const known = table(resource).get(Number(fields.id));
    const at = time();
    const row = {
      deleted: '0',
      ...fields,
      id: known?.id ?? newId(),
      date_add: known?.date_add ?? at,
      date_upd: at,
    };
    table(resource).set(row.id, row);
    return row;
  }

  function list(resource: Resource, query: URLSearchParams): SimulatedAnswer {
    let rows = [...table(resource).values()];
    for (const [name, value] of query) {
      const field = /^filter\[(\w+)\]$/.exec(name)?.[1];
      if (field === undefined) continue;
      const holds = filterOf(value);
      rows = rows.filter((row) => holds(String(row[field] ?? '')));
    }
    const [, by = 'id', way = 'ASC'] = /^\[(\w+)_(ASC|DESC)\]$/.exec(query.get('sort') ?? '') ?? [];
    rows.sort((one, other) => (way === 'ASC' ? 1 : -1) * (compare(one[by], other[by]) || one.id - other.id));
    const limit = (query.get('limit') ?? '').split(',').filter(Boolean).map(Number);
    // One number is how many; of two the first is where to begin.
    const [skip, take = rows.length] = limit.length === 1 ? [0, limit[0]] : [limit[0] ?? 0, limit[1]];
    const found = rows.slice(skip, skip + take).map((row) => displayed(row, query.get('display')));
    return { status: 200, body: found.length === 0 ? [] : { [resource]: found } };
  }

  function write(resource: Resource, id: string | undefined, xml: string): SimulatedAnswer {
    const record = SINGULAR[resource] ?? '';
    const inside = new RegExp(`<prestashop><${record}>(.*)</${record}></prestashop>`, 's').exec(xml)?.[1];
    if (inside === undefined) return problem(400, 'XML error : the document is not well formed');
    const fields = Object.fromEntries(
      [...inside.matchAll(/<(\w+)>(.*?)<\/\1>/gs)].map(([, name, text = '']) => [name, unescape(text)]),
    );
    const needed =
      resource === 'customers'
        ? ['firstname', 'lastname', 'email', 'passwd']
        : ['firstname', 'lastname', 'alias', 'address1', 'city', 'id_country'];
    const missing = needed.find((name) => (fields[name] ?? '') === '');
    if (missing) return problem(400, `parameter "${missing}" required`);
    if (/[^+0-9. ()/-]/.test(`${fields.phone ?? ''}${fields.phone_mobile ?? ''}`))
      return problem(400, 'Validation error: phone');
    const row = put(resource, { ...fields, ...(id === undefined ? {} : { id }) });
    return { status: id === undefined ? 201 : 200, body: { [record]: row } };
  }

  function handle(request: SimulatedRequest): SimulatedAnswer {
    const { url, method } = request;
    const [, api, name, id] = url.pathname.split('/');
    if (request.headers.get('authorization') !== `Basic ${btoa(`${key}:`)}`) return REFUSALS.unauthorized();
    const resource = RESOURCES.find((one) => one === name);
    if (api !== 'api' || !resource) return problem(400, `Resource of type "${name ?? ''}" does not exists.`);
    if (method === 'POST' || method === 'PUT') return write(resource, id, request.text());
    if (id === undefined) return list(resource, url.searchParams);
    const row = table(resource).get(Number(id));
    return row ? { status: 200, body: { [SINGULAR[resource] ?? resource]: row } } : { status: 404, body: '' };
  }

  const { http, wire } = createSimulatedHttp({ clock, handle, refusals: REFUSALS });
  put('countries', { iso_code: 'UA' });
  put('currencies', { iso_code: 'UAH' });
  return { http, wire, table, put, newId, time };
}

/** All fields, some, or the number alone. */
function displayed(row: Row, display: string | null): Record<string, unknown> {
  if (display === 'full') return row;
  const wanted = /^\[(.*)\]$/.exec(display ?? '[id]')?.[1]?.split(',') ?? [];
  return Object.fromEntries(wanted.map((name) => [name, row[name]]));
}

/** `[v]`, `[a|b]`, `[from,to]`, `[beginning]%`, `%[end]`, `%[part]%`. */
function filterOf(filter: string): (text: string) => boolean {
  const [, before = '', part = '', after = ''] = /^(%?)\[(.*)\](%?)$/s.exec(filter.toLowerCase()) ?? [];
  if (before && after) return (text) => text.toLowerCase().includes(part);
  if (after) return (text) => text.toLowerCase().startsWith(part);
  if (before) return (text) => text.toLowerCase().endsWith(part);
  const inside = filter.slice(1, -1);
  const [from = '', to] = inside.split(',');
  if (to !== undefined) {
    const isNumber = [from, to].every((end) => /^\d+$/.test(end));
    if (isNumber) return (text) => Number(text) >= Number(from) && Number(text) <= Number(to);
    return (text) => text >= from && text <= to;
  }
  const wanted = new Set(inside.toLowerCase().split('|'));
  return (text) => wanted.has(text.toLowerCase());
}

function compare(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [a, b] = [String(one ?? ''), String(other ?? '')];
  return a < b ? -1 : a > b ? 1 : 0;
}

const unescape = (text: string): string =>
  text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
