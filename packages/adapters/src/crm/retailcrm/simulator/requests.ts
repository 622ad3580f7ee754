/** Requests to a simulated retailCRM: an envelope with `success`, pages of 20, 50 or 100, forms with JSON in them. */
import type { SimulatedAnswer, SimulatedRequest } from '../../../testing/simulated-http.ts';
import { type Row, type SimulatedAccount, SITE, STATUSES, type Uploaded } from './account.ts';

export const refusal = (
  status: number,
  errorMsg: string,
  errors?: Record<string, string>,
): SimulatedAnswer => ({
  status,
  body: { success: false, errorMsg, ...(errors ? { errors } : {}) },
});
const ok = (body: object = {}, status = 200): SimulatedAnswer => ({
  status,
  body: { success: true, ...body },
});
const NOT_FOUND = refusal(404, 'Not found');

export interface RequestsOptions {
  account: SimulatedAccount;
  apiKey: string;
  /** True when this request is one too many. */
  tooMany(telephony: boolean): boolean;
}

export function createRequests({ account, apiKey, tooMany }: RequestsOptions) {
  return (request: SimulatedRequest): SimulatedAnswer => {
    const path = request.url.pathname.replace('/api/v5/', '');
    if (tooMany(path.startsWith('telephony/'))) return refusal(503, 'Service Temporarily Unavailable');
    if (request.headers.get('x-api-key') !== apiKey) return refusal(403, 'Wrong "apiKey" value.');
    const form = request.method === 'POST' ? request.form() : request.url.searchParams;
    return (request.method === 'POST' ? post(account, path, form) : get(account, path, form)) ?? NOT_FOUND;
  };
}

function get(account: SimulatedAccount, path: string, query: URLSearchParams): SimulatedAnswer | undefined {
  const [first = '', second] = path.split('/');
  const filter = (name: string) => query.get(`filter[${name}]`);
  if (path === 'customers') {
    const [name, email] = [filter('name'), filter('email')];
    return paged(
      'customers',
      account.customers,
      query,
      (row) =>
        (name === null || named(row, name)) &&
        (email === null || String(row['email']).toLowerCase() === email.toLowerCase()),
    );
  }
  if (path.startsWith('integration-modules/')) {
    const module = account.modules.get(path.slice('integration-modules/'.length));
    return module && ok({ integrationModule: module });
  }
  if (path === 'customers/history') return history(account, query);
  if (path === 'customers/notes') {
    const ids = query.getAll('filter[customerIds][]');
    return paged('notes', new Map([...account.notes].reverse()), query, (row) =>
      ids.includes(String((row['customer'] as { id: number }).id)),
    );
  }
  if (path === 'orders') {
    const owner = filter('customerId');
    return paged(
      'orders',
      new Map([...account.orders].reverse()),
      query,
      (row) => owner === null || String((row['customer'] as { id: number }).id) === owner,
    );
  }
  if (path === 'tasks') return paged('tasks', account.tasks, query, (row) => taskFits(account, row, query));
  if (path === 'users') return paged('users', account.users, query, () => true);
  if (path === 'reference/statuses') return ok({ statuses: STATUSES });
  if (path === 'custom-fields') return ok({ customFields: FIELDS });
  if (path === 'custom-fields/dictionaries') return ok({ customDictionaries: DICTIONARIES });
  if (path === 'telephony/manager') return manager(account, query);
  if (first === 'customer-interaction' && second === SITE) {
    const cart = account.carts.get(Number(path.split('/')[3]));
    return ok({ cart: cart ?? {} });
  }
  const kinds = {
    customers: ['customer', account.customers],
    orders: ['order', account.orders],
    tasks: ['task', account.tasks],
  } as const;
  const [kind, rows] = kinds[first as keyof typeof kinds] ?? [];
  const row = rows?.get(Number(second));
  return kind && row ? ok({ [kind]: row }) : undefined;
}

const FIELDS = [
  { code: 'city_of_birth', name: 'Місто', type: 'string', required: false, entity: 'customer', ordering: 50 },
  {
    ...{
      code: 'segment',
      name: 'Сегмент',
      type: 'dictionary',
      required: false,
      entity: 'customer',
      ordering: 60,
    },
    dictionary: 'segments',
  },
];
const DICTIONARIES = [
  {
    ...{ name: 'Сегменти', code: 'segments' },
    elements: [
      { name: 'Опт', code: 'wholesale', ordering: 10 },
      { name: 'Роздріб', code: 'retail', ordering: 20 },
    ],
  },
];

/** Looks into names and phones; phones by their digits. */
function named(row: Row, sought: string): boolean {
  const name = [row['firstName'], row['patronymic'], row['lastName']]
    .filter(Boolean)
    .join(' ')
    .toLocaleLowerCase();
  const digits = sought.replace(/\D/g, '');
  const phones = ((row['phones'] ?? []) as { number: string }[]).map(({ number }) =>
    number.replace(/\D/g, ''),
  );
  return (
    name.includes(sought.toLocaleLowerCase()) ||
    (digits === sought && phones.some((phone) => phone.includes(digits)))
  );
}

function taskFits(account: SimulatedAccount, row: Row, query: URLSearchParams): boolean {
  const [status, customer] = [query.get('filter[status]'), query.get('filter[customer]')];
  const performers = query.getAll('filter[performers][]');
  const owner = account.customers.get((row['customer'] as { id?: number } | undefined)?.id ?? 0);
  return (
    (status === null || (status === 'performing') === (row['complete'] !== true)) &&
    (customer === null || (owner !== undefined && named(owner, customer))) &&
    (performers.length === 0 || performers.includes(String(row['performer'])))
  );
}

function paged(
  kind: string,
  all: ReadonlyMap<number, Row>,
  query: URLSearchParams,
  fits: (row: Row) => boolean,
): SimulatedAnswer {
  const limit = Number(query.get('limit') ?? 20);
  if (![20, 50, 100].includes(limit))
    return refusal(400, 'Errors in the input parameters', {
      limit: 'The value you selected is not a valid choice.',
    });
  const page = Number(query.get('page') ?? 1);
  const rows = [...all.values()].filter(fits);
  const pagination = {
    limit,
    totalCount: rows.length,
    currentPage: page,
    totalPageCount: Math.max(1, Math.ceil(rows.length / limit)),
  };
  return ok({ pagination, [kind]: rows.slice((page - 1) * limit, page * limit) });
}

function history(account: SimulatedAccount, query: URLSearchParams): SimulatedAnswer {
  const since = Number(query.get('filter[sinceId]') ?? 0);
  const limit = Number(query.get('limit') ?? 20);
  const entries = account.history.filter(({ id }) => id > since);
  return ok({
    generatedAt: account.time(),
    history: entries.slice(0, limit),
    pagination: { limit, totalCount: entries.length, currentPage: 1, totalPageCount: 1 },
  });
}

/** The customer's manager, unless he is not free and that matters. */
function manager(account: SimulatedAccount, query: URLSearchParams): SimulatedAnswer {
  const phone = query.get('phone') ?? '';
  const customer = [...account.customers.values()].find((row) =>
    named(row, phone.replace(/\D/g, '').slice(-10)),
  );
  const user = account.users.get(Number(customer?.['managerId'] ?? 0));
  const free = query.get('ignoreStatus') === '1' || user?.['status'] === 'free';
  const { id, firstName, lastName, email, code } = user ?? { id: 0 };
  const links = {
    newOrderLink: `https://firm.retailcrm.ru/orders/add?phone=${phone}`,
    newCustomerLink: `https://firm.retailcrm.ru/customers/add?phone=${phone}`,
  };
  const details =
    query.get('details') === '1' && customer
      ? {
          customer: {
            id: customer.id,
            firstName: customer['firstName'],
            lastName: customer['lastName'],
            phones: customer['phones'],
          },
        }
      : {};
  return ok({
    ...(user && free ? { manager: { id, firstName, lastName, email, code } } : {}),
    ...details,
    links,
  });
}

function post(account: SimulatedAccount, path: string, form: URLSearchParams): SimulatedAnswer | undefined {
  const [first = '', second = '', third] = path.split('/');
  const body = (name: string): Record<string, unknown> => {
    try {
      return JSON.parse(form.get(name) ?? '{}') as Record<string, unknown>;
    } catch {
      return {};
    }
  };
  if (path === 'customers/create') return ok({ id: account.addCustomer(tagged(body('customer'))).id }, 201);
  if (path === 'customers/combine') return combine(account, form);
  if (path === 'customers/notes/create') {
    const note = {
      ...(body('note') as { text: string; customer: { id: number } }),
      id: account.nextId(),
      createdAt: account.time(),
      managerId: 1,
    };
    if (!account.customers.has(note.customer.id))
      return refusal(400, 'Errors in the entity format', { customer: 'Customer not found' });
    account.notes.set(note.id, note);
    return ok({ id: note.id }, 201);
  }
  if (first === 'customers' && second === 'notes')
    return account.notes.delete(Number(third)) ? ok() : undefined;
  if (path === 'tasks/create') {
    const { performerId, ...task } = body('task');
    if (typeof task['text'] !== 'string' || performerId === undefined)
      return refusal(400, 'Errors in the entity format', { performerId: 'This value should not be blank.' });
    const row = {
      ...task,
      id: account.nextId(),
      createdAt: account.time(),
      complete: false,
      performer: performerId,
      performerType: 'user',
    };
    account.tasks.set(row.id, row);
    return ok({ id: row.id }, 201);
  }
  if (path === 'telephony/call/event') {
    account.events.push(body('event'));
    return ok({ notExistCodes: [], notExistUsers: [] });
  }
  if (path === 'telephony/calls/upload')
    return upload(account, JSON.parse(form.get('calls') ?? '[]') as Uploaded[]);
  if (first === 'integration-modules' && third === 'edit') {
    account.modules.set(second, body('integrationModule'));
    return ok({ info: [] });
  }
  if (third === 'edit') return edited(account, first, Number(second), body);
  return undefined;
}

/** Tags are added and taken away by name. */
function tagged(
  { addTags = [], removeTags = [], ...fields }: Record<string, unknown>,
  row?: Row,
): Record<string, unknown> {
  const before = ((row?.['tags'] ?? []) as { name: string }[]).map(({ name }) => name);
  const names = [...new Set([...before, ...(addTags as string[])])].filter(
    (name) => !(removeTags as string[]).includes(name),
  );
  const known = row?.['customFields'];
  const custom = fields['customFields'] as object | undefined;
  const kept = Array.isArray(known) ? {} : (known as object | undefined);
  return {
    ...fields,
    ...(custom === undefined ? {} : { customFields: { ...kept, ...custom } }),
    tags: names.map((name) => ({ name })),
  };
}

function edited(
  account: SimulatedAccount,
  kind: string,
  id: number,
  body: (name: string) => Record<string, unknown>,
): SimulatedAnswer | undefined {
  const kinds = {
    customers: ['customer', account.customers],
    orders: ['order', account.orders],
    tasks: ['task', account.tasks],
  } as const;
  const [name, rows] = kinds[kind as keyof typeof kinds] ?? [];
  const row = rows?.get(id);
  if (!name || !row) return undefined;
  const { performerId, ...given } = body(name);
  const fields = kind === 'customers' ? tagged(given, row) : given;
  Object.assign(row, fields, performerId === undefined ? {} : { performer: performerId });
  if (kind === 'customers') for (const field of Object.keys(fields)) account.changed(id, { field });
  return ok({ id });
}

/** Orders, tasks and notes go over to the one who stays; his own fields stay as they are. */
function combine(account: SimulatedAccount, form: URLSearchParams): SimulatedAnswer {
  const result = JSON.parse(form.get('resultCustomer') ?? '{}') as { id: number };
  for (const { id } of JSON.parse(form.get('customers') ?? '[]') as { id: number }[]) {
    account.customers.delete(id);
    account.changed(id, { deleted: true, field: 'id' });
    for (const rows of [account.orders, account.tasks, account.notes]) {
      for (const row of rows.values()) {
        const owner = row['customer'] as { id: number } | undefined;
        if (owner?.id === id) owner.id = result.id;
      }
    }
  }
  return ok();
}

/** The same `externalId` once more changes that call. */
function upload(account: SimulatedAccount, calls: readonly Uploaded[]): SimulatedAnswer {
  const duplicates = calls.filter(({ externalId }) => account.calls.has(externalId));
  for (const call of calls)
    account.calls.set(call.externalId, { ...account.calls.get(call.externalId), ...call });
  return ok({
    processedCallsCount: calls.length,
    ...(duplicates.length === 0 ? {} : { duplicateCalls: duplicates.map(({ externalId }) => externalId) }),
  });
}
