/**
 * The shop of the example in docs/adapters/rest.md: a small system of the kind that a firm's own programmer has written. Its people,
 * orders and notes are asked for under plain addresses; it has a limit of ten requests a second and says 429 above it.
 */
import {
  type CrmHarness,
  createMemoryKept,
  createMemoryPhoneIndex,
  createSimulatedHttp,
  createTestContext,
  createVirtualClock,
  type SimulatedAnswer,
  type SimulatedRequest,
} from '../../testing/index.ts';
import { callIdOf } from '../kit/call-note.ts';
import { createRest, type RestDefinition } from './index.ts';

const SECRET = 'canary-rest-7d20';
const BASE = 'https://bakery.example/api';
const LIMIT = { requests: 10, perMs: 1000 };

interface Customer {
  id: number;
  first_name: string;
  last_name: string;
  email: string | null;
  phones: { number: string }[];
  created_at: string;
  updated_at: string;
}
interface Order {
  id: number;
  customer_id: number;
  no: string;
  status: { title: string };
  sum: string;
  created_at: string;
  rows: { title: string; article: string; amount: number; price: string }[];
}
interface Note {
  id: number;
  customer_id: number;
  body: string;
  at: number;
}

export async function createRestHarness(definition: RestDefinition): Promise<CrmHarness> {
  const clock = createVirtualClock();
  const customers = new Map<number, Customer>();
  const orders: Order[] = [];
  const notes: Note[] = [];
  const asked: number[] = [];
  let ids = 0;
  const time = () => clock.now().toISOString();

  const found = (data: object[], url: URL): SimulatedAnswer => {
    const skip = Number(url.searchParams.get('offset') ?? 0);
    const limit = Math.min(200, Number(url.searchParams.get('limit') ?? 20));
    return { status: 200, body: { data: data.slice(skip, skip + limit), total: data.length } };
  };
  const one = (data: object | undefined, status = 200): SimulatedAnswer =>
    data ? { status, body: { data } } : { status: 404, body: { error: 'not found' } };

  function people(url: URL): Customer[] {
    const { phone, q = '', email } = Object.fromEntries(url.searchParams) as Record<string, string>;
    const digits = (text: string) => text.replace(/\D/g, '');
    return [...customers.values()].filter((one) => {
      if (email) return one.email?.toLowerCase() === email.toLowerCase();
      if (phone) return one.phones.some(({ number }) => digits(number).includes(digits(phone)));
      const name = `${one.first_name} ${one.last_name}`.toLowerCase();
      return q.split(' ').every((word) => name.includes(word.toLowerCase()));
    });
  }

  function write(known: Customer | undefined, input: Record<string, unknown>): Customer {
    const phones = (input.phones as string[] | undefined)?.map((number) => ({ number }));
    const customer: Customer = {
      id: known?.id ?? (ids += 1),
      first_name: String(input.first_name ?? known?.first_name ?? ''),
      last_name: String(input.last_name ?? known?.last_name ?? ''),
      email: (input.email as string | undefined) ?? known?.email ?? null,
      phones: phones ?? known?.phones ?? [],
      ...{ created_at: known?.created_at ?? time(), updated_at: time() },
    };
    customers.set(customer.id, customer);
    return customer;
  }

  function note(request: SimulatedRequest, customerId: number, noteId: string | undefined): SimulatedAnswer {
    if (request.method === 'GET') {
      return found(
        notes.filter((one) => one.customer_id === customerId),
        request.url,
      );
    }
    const { body } = request.json() as { body: string };
    const known = notes.find(({ id }) => String(id) === noteId);
    if (known) known.body = body;
    else
      notes.unshift({
        id: (ids += 1),
        customer_id: customerId,
        body,
        at: Math.floor(clock.now().getTime() / 1000),
      });
    return { status: 204 };
  }

  function handle(request: SimulatedRequest): SimulatedAnswer {
    if (request.headers.get('x-api-key') !== SECRET) return REFUSALS.unauthorized();
    const now = clock.now().getTime();
    while (asked[0] !== undefined && asked[0] <= now - LIMIT.perMs) asked.shift();
    if (asked.length >= LIMIT.requests) {
      countLimited();
      return REFUSALS['rate-limited']();
    }
    asked.push(now);
    const [, , what, id, more, last] = request.url.pathname.split('/');
    if (what === 'orders') return one(orders.find((order) => String(order.id) === id));
    if (what !== 'customers') return one(undefined);
    const customer = id === undefined ? undefined : customers.get(Number(id));
    if (more === 'orders') {
      return found(
        orders.filter((order) => order.customer_id === customer?.id),
        request.url,
      );
    }
    if (more === 'notes') return note(request, Number(id), last);
    if (request.method === 'GET')
      return id === undefined ? found(people(request.url), request.url) : one(customer);
    if (id !== undefined && !customer) return one(undefined);
    return one(write(customer, request.json() as Record<string, unknown>), customer ? 200 : 201);
  }

  const { http, wire, countLimited } = createSimulatedHttp({ clock, handle, refusals: REFUSALS });
  const shared = { clock, http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  const settings = { url: BASE, secret: SECRET, definition };

  function customer(name: string, phones: readonly string[], email?: string): string {
    const [first_name = '', ...rest] = name.split(' ');
    const made = write(undefined, { first_name, last_name: rest.join(' '), phones, email });
    return String(made.id);
  }

  return {
    crm: createRest(settings, context),
    another: () => createRest(settings, createTestContext(shared)),
    ...{ clock, kind: 'client', wire, http, secret: SECRET, logged: context.logged },
    misconfigured: () => createRest({ ...settings, secret: 'wrong' }, context),
    close: async () => undefined,
    seed: {
      party: async ({ name, phones, email }) => customer(name, phones, email),
      async many(count) {
        const numbers = Array.from({ length: count }, (_, index) => `+38063${1_000_000 + index}`);
        for (const [index, number] of numbers.entries()) customer(`Покупець ${index}`, [number]);
        return numbers;
      },
      async order({ number, partyId, lines }) {
        const sum = lines.reduce((total, { price, quantity }) => total + price * quantity, 0);
        const rows = lines.map(({ name, sku, quantity, price }) => ({
          ...{ title: name, article: sku, amount: quantity, price: price.toFixed(2) },
        }));
        const id = (ids += 1);
        const made = { id, customer_id: Number(partyId), no: number, status: { title: 'baking' }, rows };
        orders.unshift({ ...made, sum: sum.toFixed(2), created_at: time() });
        return String(id);
      },
    },
    host: {
      remove: async (id) => void customers.delete(Number(id)),
      loggedCalls: async () =>
        notes.flatMap(({ body, customer_id }) => {
          const callId = callIdOf(body);
          const recorded = body.includes('https://calls.example/recordings/1');
          return callId === undefined
            ? []
            : [{ callId, text: body, partyIds: [String(customer_id)], dealIds: [], recorded }];
        }),
      async editCallText(callId, text) {
        const known = notes.find(({ body }) => callIdOf(body) === callId);
        if (known) known.body = `${text}\n${known.body}`;
      },
      comments: async (id) =>
        notes
          .filter((one) => String(one.customer_id) === id && callIdOf(one.body) === undefined)
          .map(({ body }) => body),
    },
  };
}

const REFUSALS = {
  unauthorized: () => ({ status: 401, body: { error: 'wrong key' } }),
  forbidden: () => ({ status: 403, body: { error: 'not allowed' } }),
  'rate-limited': () => ({
    status: 429,
    headers: { 'retry-after': '1' },
    body: { error: 'too many requests' },
  }),
  unavailable: () => ({ status: 503, body: { error: 'down' } }),
};
