/** AdvantShop's API in memory, as the sources of 10.0.12 behave: one number of a customer, unique; errors with status 200. */
import {
  createSimulatedHttp,
  type SimulatedAnswer,
  type SimulatedRequest,
} from '../../testing/simulated-http.ts';
import type { TestClock } from '../../testing/virtual-clock.ts';

export interface SimulatedCustomer {
  id: string;
  email: string;
  phone: number | null;
  firstName: string;
  lastName: string;
  patronymic: string;
  adminComment: string;
  registered?: string;
}

export interface SimulatedOrder {
  Id: number;
  Date: string;
  Customer: { CustomerId: string };
  [field: string]: unknown;
}

const problem = (errors: string): SimulatedAnswer => ({ status: 200, body: { status: 'error', errors } });
const REFUSALS = {
  unauthorized: () => problem('Invalid apikey'),
  unavailable: () => ({ status: 503, body: '<html>Service Unavailable</html>' }),
};

/** With force and forceTrimEight, as the API calls it: an eight at the beginning is a seven. */
function standardPhone(written: string): number | null {
  const digits = written.replace(/\D/g, '');
  if (digits === '') return null;
  return Number(digits.startsWith('8') ? `7${digits.slice(1)}` : digits);
}

export function createAdvantshopSimulator({
  clock,
  key,
}: {
  clock: Pick<TestClock, 'now' | 'wait'>;
  key: string;
}) {
  const customers = new Map<string, SimulatedCustomer>();
  const orders: SimulatedOrder[] = [];
  let ids = 0;
  const newId = () => (ids += 1);
  const guid = () => `00000000-0000-4000-8000-${String(newId()).padStart(12, '0')}`;
  /** The shop's clock stands in UTC here. */
  const time = () => clock.now().toISOString().slice(0, 19).replace('T', ' ');

  function put(
    fields: Partial<Omit<SimulatedCustomer, 'phone'>> & { phone?: string | undefined },
  ): SimulatedCustomer {
    const known = fields.id === undefined ? undefined : customers.get(fields.id);
    const { phone, ...rest } = fields;
    const empty = { email: '', phone: null, firstName: '', lastName: '', patronymic: '', adminComment: '' };
    const customer = {
      ...{ ...empty, registered: time(), ...known, ...rest, id: known?.id ?? guid() },
      phone: phone === undefined ? (known?.phone ?? null) : standardPhone(phone),
    };
    customers.set(customer.id, customer);
    return customer;
  }

  function write(id: string | undefined, input: Record<string, string>): SimulatedAnswer {
    const known = id === undefined ? undefined : customers.get(id);
    if (id !== undefined && !known) return problem('Покупатель не найден');
    const { email = '', phone } = input;
    const others = [...customers.values()].filter((one) => one !== known);
    if (!/^\S+@\S+$/.test(email)) return problem('Не валидный email');
    if (others.some((one) => one.email === email))
      return problem('Пользователь с таким email уже существует');
    const standard = phone === undefined ? null : standardPhone(phone);
    if (standard !== null && others.some((one) => one.phone === standard)) {
      return problem('Пользователь с таким телефоном уже существует');
    }
    const customer = put({ ...input, ...(id === undefined ? {} : { id }) });
    return { status: 200, body: { id: customer.id, status: 'ok' } };
  }

  function list(query: URLSearchParams): SimulatedAnswer {
    const has = (name: string, text: (customer: SimulatedCustomer) => string) => {
      const wanted = query.get(name)?.toLowerCase();
      return (customer: SimulatedCustomer) =>
        wanted === undefined || text(customer).toLowerCase().includes(wanted);
    };
    const phone = query.get('Phone');
    const wanted = phone === null ? undefined : String(standardPhone(phone));
    const from = query.get('RegistrationDateTimeFrom');
    const rows = [...customers.values()]
      .filter(has('Name', ({ firstName, lastName }) => `${lastName} ${firstName} ${lastName}`))
      .filter(has('Email', ({ email }) => email))
      .filter((one) => wanted === undefined || String(one.phone ?? '').includes(wanted))
      .filter((one) => from === null || (one.registered ?? '') >= from);
    const size = Math.min(100, Number(query.get('itemsPerPage') ?? 100));
    const page = Number(query.get('page') ?? 1);
    const found = rows.slice((page - 1) * size, page * size);
    const pagination = {
      totalCount: rows.length,
      totalPageCount: Math.ceil(rows.length / size),
      currentPage: page,
      count: found.length,
    };
    return {
      status: 200,
      body: { pagination, customers: found.map(({ registered: _hidden, ...shown }) => shown) },
    };
  }

  function listOrders(filter: {
    customerId?: string;
    dateFrom?: string;
    page?: number;
    itemsPerPage?: number;
  }): SimulatedAnswer {
    const { customerId, dateFrom, page = 1, itemsPerPage = 10 } = filter;
    const rows = orders.filter(
      ({ Customer, Date: date }) =>
        (customerId === undefined || Customer.CustomerId === customerId) &&
        (dateFrom === undefined || date.replace('T', ' ') >= dateFrom),
    );
    const total = Math.ceil(rows.length / itemsPerPage);
    const known = {
      TotalPageCount: total,
      TotalItemsCount: rows.length,
      PageIndex: page,
      ItemsPerPage: itemsPerPage,
    };
    const DataItems =
      page > total && page > 1 ? null : rows.slice((page - 1) * itemsPerPage, page * itemsPerPage);
    return { status: 200, body: { DataItems, ...known } };
  }

  function handle({ url, method, headers, json }: SimulatedRequest): SimulatedAnswer {
    if (headers.get('authorization') !== key) return REFUSALS.unauthorized();
    const [, api, what, one = '', id = ''] = url.pathname.split('/');
    if (api !== 'api') return { status: 404, body: '<html>404</html>' };
    if (what === 'customers' && method === 'GET') {
      if (one === '') return list(url.searchParams);
      const known = customers.get(one);
      return known ? { status: 200, body: known } : problem('Пользователь не найден');
    }
    if (what === 'customers') return write(one === 'add' ? undefined : one, json() as Record<string, string>);
    if (what === 'order' && one === 'getlist') return listOrders(json() as object);
    const order = orders.find(({ Id }) => String(Id) === id);
    return order ? { status: 200, body: order } : problem('Заказ не найден');
  }

  const { http, wire } = createSimulatedHttp({ clock, handle, refusals: REFUSALS });
  return { http, wire, customers, orders, newId, time, put };
}
