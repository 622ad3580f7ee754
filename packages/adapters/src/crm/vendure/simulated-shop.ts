/**
 * Vendure's admin API in memory, for what cannot be asked of a real server: faults, a clock that stands still, ten thousand customers.
 * It answers the adapter's own documents; that the real server answers them alike is tested in `packages/testing`.
 */
import {
  createSimulatedHttp,
  type SimulatedRequest,
  type SimulatedAnswer,
} from '../../testing/simulated-http.ts';
import type { TestClock } from '../../testing/virtual-clock.ts';
import { type Filter, matches, sorted } from './simulated-filter.ts';

export interface SimulatedCustomer {
  id: string;
  createdAt: string;
  updatedAt: string;
  firstName: string;
  lastName: string;
  emailAddress: string;
  phoneNumber: string;
  addresses: object[];
}

export interface SimulatedOrder {
  id: string;
  code: string;
  state: string;
  active: boolean;
  createdAt: string;
  updatedAt: string;
  orderPlacedAt: string | null;
  currencyCode: string;
  totalWithTax: number;
  customer: SimulatedCustomer | null;
  shippingAddress: object | null;
  billingAddress: object | null;
  payments: { state: string; amount: number }[];
  lines: { quantity: number; unitPriceWithTax: number; productVariant: object }[];
}

export interface SimulatedNote {
  id: string;
  createdAt: string;
  customerId: string;
  data: { note: string };
  administrator: { firstName: string; lastName: string };
}

interface ListOptions {
  filter?: Filter;
  sort?: Record<string, 'ASC' | 'DESC'>;
  skip?: number;
  take?: number;
}

interface Variables extends Record<string, unknown> {
  id: string;
  filter: Filter;
  skip: number;
  take: number;
  orders: string[];
  input: Record<string, string> & { isPublic?: boolean };
  options: ListOptions;
}

/** `adminListQueryLimit` of a fresh Vendure. */
const LIST_LIMIT = 1000;
const CHANNEL = 'default-channel-token';
const FORBIDDEN = {
  status: 200,
  body: {
    errors: [
      {
        message: 'You are not currently authorized to perform this action',
        extensions: { code: 'FORBIDDEN' },
      },
    ],
    data: null,
  },
};

export function createVendureSimulator({
  clock,
  username,
  password,
}: {
  clock: Pick<TestClock, 'now' | 'wait'>;
  username: string;
  password: string;
}) {
  const customers = new Map<string, SimulatedCustomer>();
  const orders = new Map<string, SimulatedOrder>();
  const notes: SimulatedNote[] = [];
  const tokens = new Set<string>();
  let ids = 0;
  const newId = () => String((ids += 1));
  const time = () => clock.now().toISOString();

  function list<T extends object>(
    rows: Iterable<T>,
    { filter, sort, skip = 0, take = LIST_LIMIT }: ListOptions,
  ) {
    const found = sorted(
      [...rows].filter((row) => matches(row, filter ?? {})),
      sort ?? {},
    );
    return { items: found.slice(skip, skip + Math.min(take, LIST_LIMIT)), totalItems: found.length };
  }

  function addCustomer(
    input: Record<string, string>,
  ): SimulatedCustomer | { errorCode: string; message: string } {
    const emailAddress = (input.emailAddress ?? '').toLowerCase();
    if ([...customers.values()].some((one) => one.emailAddress === emailAddress)) return EMAIL_CONFLICT;
    const { firstName = '', lastName = '', phoneNumber = '' } = input;
    const at = time();
    const made = { ...{ id: newId(), createdAt: at, updatedAt: at, addresses: [] }, firstName, lastName };
    const customer = { ...made, emailAddress, phoneNumber };
    customers.set(customer.id, customer);
    return customer;
  }

  function changeCustomer(input: Record<string, string>) {
    const customer = customers.get(input.id ?? '');
    if (!customer) return { errorCode: 'ENTITY_NOT_FOUND', message: 'No such customer' };
    const taken = [...customers.values()].some(
      (one) => one !== customer && one.emailAddress === input.emailAddress?.toLowerCase(),
    );
    if (taken) return EMAIL_CONFLICT;
    return Object.assign(customer, input, { updatedAt: time() });
  }

  const operations: Record<string, (variables: Variables) => object> = {
    Me: () => ({
      me: {
        identifier: username,
        channels: [
          {
            token: CHANNEL,
            code: '__default_channel__',
            permissions: ['ReadCustomer', 'ReadOrder', 'CreateCustomer', 'UpdateCustomer'],
          },
        ],
      },
      activeChannel: { token: CHANNEL, code: '__default_channel__' },
    }),
    FindByPhone: ({ filter, orders: wanted, take }) => ({
      customers: list(customers.values(), { filter, take }),
      orders: list(orders.values(), { filter: { id: { in: wanted } }, take }),
    }),
    FindCustomers: ({ filter, skip, take }) => ({
      customers: list(customers.values(), { filter, skip, take, sort: { id: 'ASC' } }),
    }),
    CustomerById: ({ id }) => ({ customer: customers.get(id) ?? null }),
    CreateCustomer: ({ input }) => ({ customer: addCustomer(input) }),
    UpdateCustomer: ({ input }) => ({ customer: changeCustomer(input) }),
    CustomerOrders: ({ id, options }) => ({
      customer: customers.has(id)
        ? {
            orders: list(
              [...orders.values()].filter(({ customer }) => customer?.id === id),
              options,
            ),
          }
        : null,
    }),
    OrderById: ({ id }) => ({ order: orders.get(id) ?? null }),
    Notes: ({ id, skip, take }) => {
      const rows = notes.filter(({ customerId }) => customerId === id);
      return { customer: { history: list(rows, { sort: { createdAt: 'DESC' }, skip, take }) } };
    },
    AddNote: ({ input: { id = '', note = '' } }) => {
      const administrator = { firstName: 'Super', lastName: 'Admin' };
      notes.unshift({ ...{ id: newId(), createdAt: time(), customerId: id }, data: { note }, administrator });
      return { addNoteToCustomer: { id } };
    },
    UpdateNote: ({ input: { noteId, note = '' } }) => {
      const known = notes.find(({ id }) => id === noteId);
      if (known) known.data.note = note;
      return { updateCustomerNote: { id: noteId } };
    },
    Changed: ({ customers: one, orders: other }) => ({
      customers: list(customers.values(), one as unknown as ListOptions),
      orders: list(orders.values(), other as unknown as ListOptions),
    }),
  };

  function handle(request: SimulatedRequest): SimulatedAnswer {
    if (request.url.pathname !== '/admin-api' || request.method !== 'POST') {
      return { status: 404, body: 'Cannot GET' };
    }
    const { operationName, variables } = request.json() as { operationName: string; variables: Variables };
    if (operationName === 'Login') {
      if (variables.username !== username || variables.password !== password) {
        const message = 'The provided credentials are invalid';
        return {
          status: 200,
          body: { data: { login: { errorCode: 'INVALID_CREDENTIALS_ERROR', message } } },
        };
      }
      const token = `token-${newId()}`;
      tokens.add(token);
      return {
        status: 200,
        headers: { 'vendure-auth-token': token },
        body: { data: { login: { id: '1' } } },
      };
    }
    const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
    const known = tokens.has(token);
    if (!known && operationName === 'Me') return { status: 200, body: { data: { me: null } } };
    if (!known) return FORBIDDEN;
    return { status: 200, body: { data: operations[operationName]?.(variables) ?? null } };
  }

  const { http, wire } = createSimulatedHttp({
    clock,
    handle,
    refusals: {
      unauthorized: () => FORBIDDEN,
      unavailable: () => ({ status: 503, body: 'Service Unavailable' }),
      invalid: () => ({
        status: 400,
        body: {
          errors: [{ message: 'Variable "$id" got invalid value', extensions: { code: 'BAD_USER_INPUT' } }],
        },
      }),
    },
  });
  return {
    http,
    wire,
    customers,
    orders,
    notes,
    newId,
    time,
    addCustomer,
    endSessions: () => tokens.clear(),
  };
}

const EMAIL_CONFLICT = {
  errorCode: 'EMAIL_ADDRESS_CONFLICT_ERROR',
  message: 'The email address is not available.',
};
