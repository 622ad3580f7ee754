/** Requests to a simulated amoCRM, answered in HAL, with 204 for nothing. */
import type { SimulatedAnswer, SimulatedRequest } from '../../../testing/simulated-http.ts';
import {
  type Kind,
  type Note,
  type Notes,
  PIPELINE,
  PIPELINES,
  type Row,
  type SimulatedAccount,
} from './account.ts';
import type { SimulatedOauth } from './oauth.ts';

const HAL = { 'content-type': 'application/hal+json' };
const NOTHING: SimulatedAnswer = { status: 204 };
const LARGEST = 250;

export function createRequests(account: SimulatedAccount, oauth: SimulatedOauth, tooMany: () => boolean) {
  return (request: SimulatedRequest): SimulatedAnswer => {
    if (tooMany()) return { status: 429, body: problem(429, 'Too Many Requests', '') };
    const path = request.url.pathname;
    if (path === '/oauth2/access_token') return oauth.exchange(request.json() as Record<string, string>);
    if (!oauth.knows(request.headers.get('authorization'))) {
      return { status: 401, body: { ...problem(401, 'Unauthorized', 'Токен не найден'), 'error-code': 110 } };
    }
    if (path === '/api/v2/events') return announce(account, request.json());
    const parts = path.replace('/api/v4/', '').split('/');
    return (
      answer(account, parts, request) ?? {
        status: 404,
        body: problem(404, 'Not Found', 'Resource not found.'),
      }
    );
  };
}

export const problem = (status: number, title: string, detail: string) => ({
  ...{ title, type: 'https://httpstatus.es/', status, detail },
});

const invalid = (index: string, path: string, detail: string): SimulatedAnswer => ({
  status: 400,
  body: {
    'validation-errors': [{ request_id: index, errors: [{ code: 'FieldMissing', path, detail }] }],
    ...problem(400, 'Bad Request', 'Request validation failed'),
  },
});

function announce(account: SimulatedAccount, body: unknown): SimulatedAnswer {
  const { add } = body as { add: { phone_number: string; users: number[] }[] };
  for (const { phone_number: phone, users } of add) account.announced.push({ phone, users });
  return { status: 200, headers: HAL, body: { _embedded: { items: [] } } };
}

function answer(
  account: SimulatedAccount,
  parts: readonly string[],
  request: SimulatedRequest,
): SimulatedAnswer | undefined {
  const [first = '', second = '', third, fourth] = parts;
  if (first === 'account')
    return { status: 200, headers: HAL, body: { id: 1, name: 'Фірма', subdomain: 'firm', currency: 'UAH' } };
  if (first === 'leads' && second === 'pipelines') return listed('pipelines', PIPELINES, request);
  if (first === 'leads' && second === 'unsorted') return unsorted(account, third ?? '', request);
  if (first === 'webhooks') return webhooks(account, request);
  if (first === 'events') return events(account, request);
  if (first === 'users') return listed('users', [...account.rows.users.values()], request);
  if (second === 'custom_fields') return listed('custom_fields', FIELDS[first] ?? [], request);
  const kind = (['contacts', 'companies', 'leads', 'tasks'] as const).find((one) => one === first);
  if (!kind) return undefined;
  if (second === '') return collection(account, kind, request);
  if (kind !== 'tasks' && second === 'notes') return notes(account, kind, undefined, undefined, request);
  const row = account.rows[kind].get(Number(second));
  if (!row) return undefined;
  if (kind !== 'tasks' && third === 'notes') return notes(account, kind, row.id, fourth, request);
  if (request.method === 'PATCH')
    return patched(account, kind, row, request.json() as Record<string, unknown>);
  return { status: 200, headers: HAL, body: withLinks(account, kind, row, request) };
}

function webhooks(account: SimulatedAccount, request: SimulatedRequest): SimulatedAnswer {
  if (request.method === 'GET') return listed('webhooks', account.webhooks, request);
  const { destination, settings = [] } = request.json() as { destination: string; settings?: string[] };
  const others = account.webhooks.filter((one) => one.destination !== destination);
  account.webhooks.splice(0, account.webhooks.length, ...others);
  if (request.method === 'DELETE') return NOTHING;
  const id = account.nextId();
  const made = { id, destination, created_at: 1, updated_at: 1, account_id: 1, disabled: false, sort: 1 };
  account.webhooks.push({ ...made, settings });
  return { status: 201, headers: HAL, body: { ...made, created_by: 1, settings } };
}

const MULTITEXT = [
  { id: 501, name: 'Телефон', type: 'multitext', code: 'PHONE', enums: null },
  { id: 502, name: 'Email', type: 'multitext', code: 'EMAIL', enums: null },
];
function choices(first: number, ...values: string[]) {
  return values.map((value, index) => ({ id: first + index, value, sort: index + 1 }));
}

/** Each kind of record has fields of its own. */
const FIELDS: Record<
  string,
  { id: number; name: string; type: string; code: string | null; enums: unknown }[]
> = {
  contacts: [
    ...MULTITEXT,
    { id: 503, name: 'Місто', type: 'text', code: null, enums: null },
    { id: 504, name: 'ЄДРПОУ', type: 'text', code: null, enums: null },
    { ...{ id: 505, name: 'Знижка', type: 'select', code: null }, enums: choices(7101, 'Мала', 'Велика') },
  ],
  companies: [
    ...MULTITEXT,
    { id: 513, name: 'Адреса', type: 'text', code: null, enums: null },
    { id: 514, name: 'ЄДРПОУ', type: 'text', code: null, enums: null },
    { ...{ id: 515, name: 'знижка', type: 'select', code: null }, enums: choices(7201, 'Велика', 'Гурт') },
  ],
  leads: [
    { id: 601, name: 'Знижка', type: 'text', code: null, enums: null },
    { id: 602, name: 'Дата закриття', type: 'date', code: null, enums: null },
    {
      ...{ id: 603, name: 'Джерело', type: 'select', code: null },
      enums: choices(7001, 'Виставка', 'Сайт'),
    },
  ],
};

interface Given {
  field_id?: number;
  field_code?: string;
  values: { value?: unknown; enum_id?: number }[] | null;
}

/** As the account keeps them: with name and kind, a choice with its text; what has no values is gone. */
function keptFields(kind: string, before: readonly Given[], given: readonly Given[]): Given[] {
  const known = FIELDS[kind] ?? [];
  const same = (one: Given, other: Given) =>
    one.field_id === other.field_id || (one.field_code !== undefined && one.field_code === other.field_code);
  const full = given.map((one) => {
    const field = known.find(({ id, code }) => id === one.field_id || (code && code === one.field_code));
    const options = (field?.enums ?? []) as { id: number; value: string }[];
    const values = one.values?.map((value) => ({
      ...value,
      ...(value.enum_id === undefined || value.value !== undefined
        ? {}
        : { value: options.find(({ id }) => id === value.enum_id)?.value }),
    }));
    return {
      ...one,
      ...(field ? { field_id: field.id, field_name: field.name, field_type: field.type } : {}),
      values: values ?? null,
    };
  });
  const kept = before.filter((one) => !full.some((other) => same(one, other)));
  return [...kept, ...full.filter(({ values }) => values !== null)];
}

/** A field that this kind of record does not have is refused. */
function unknownField(kind: string, given: readonly Given[]): boolean {
  const known = FIELDS[kind] ?? [];
  return given.some(({ field_id }) => field_id !== undefined && !known.some(({ id }) => id === field_id));
}

function listed(kind: string, rows: readonly unknown[], { url }: SimulatedRequest): SimulatedAnswer {
  const page = Number(url.searchParams.get('page') ?? 1);
  const limit = Math.min(Number(url.searchParams.get('limit') ?? 50), LARGEST);
  const items = rows.slice((page - 1) * limit, page * limit);
  if (items.length === 0) return NOTHING;
  const more = rows.length > page * limit;
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  return {
    ...{ status: 200, headers: HAL },
    body: {
      _page: page,
      _links: { self: { href: url.href }, ...(more ? { next: { href: next.href } } : {}) },
      _embedded: { [kind]: items },
    },
  };
}

function collection(
  account: SimulatedAccount,
  kind: Exclude<Kind, 'users'>,
  request: SimulatedRequest,
): SimulatedAnswer {
  if (request.method === 'POST') return added(account, kind, request.json() as Record<string, unknown>[]);
  const { searchParams } = request.url;
  const all = (name: string) => searchParams.getAll(`${name}[]`);
  const query = searchParams.get('query');
  const [ids, users, entities] = [
    all('filter[id]'),
    all('filter[responsible_user_id]'),
    all('filter[entity_id]'),
  ];
  const completed = searchParams.get('filter[is_completed]');
  const type = searchParams.get('filter[entity_type]');
  const fits = (row: Row) =>
    (query === null || found(row, query)) &&
    (ids.length === 0 || ids.includes(String(row.id))) &&
    (users.length === 0 || users.includes(String(row['responsible_user_id']))) &&
    (entities.length === 0 || entities.includes(String(row['entity_id']))) &&
    (type === null || row['entity_type'] === type) &&
    (completed === null || row['is_completed'] === (completed === '1'));
  const rows = [...account.rows[kind].values()].filter(fits);
  const [order, direction] = [...searchParams].find(([name]) => name.startsWith('order[')) ?? [
    'order[id]',
    'desc',
  ];
  const field = order.slice('order['.length, -1);
  rows.sort((one, other) => (Number(one[field]) - Number(other[field])) * (direction === 'desc' ? -1 : 1));
  return listed(
    kind,
    rows.map((row) => withLinks(account, kind, row, request)),
    request,
  );
}

/** Looks into all filled fields; a phone is compared by its digits, however it was typed. */
function found(row: Row, query: string): boolean {
  const values = (
    (row['custom_fields_values'] ?? []) as { field_code?: string; values: { value: unknown }[] }[]
  ).flatMap(({ field_code, values: all }) =>
    all.map(({ value }) =>
      field_code === 'PHONE' ? String(value).replace(/\D/g, '') : String(value).toLocaleLowerCase(),
    ),
  );
  const sought = query.toLocaleLowerCase();
  return (
    String(row['name']).toLocaleLowerCase().includes(sought) || values.some((value) => value.includes(sought))
  );
}

function withLinks(account: SimulatedAccount, kind: Kind, row: Row, { url }: SimulatedRequest): Row {
  const wanted = (url.searchParams.get('with') ?? '').split(',');
  const { _embedded: own, ...rest } = row;
  const embedded = { tags: [], ...(own as object | undefined) } as Record<string, unknown>;
  if (kind === 'leads') {
    embedded['companies'] = account.links
      .filter((one) => one.kind === 'companies' && one.lead === row.id)
      .map(({ id }) => ({ id }));
    if (wanted.includes('contacts')) {
      const contacts = account.links.filter((one) => one.kind === 'contacts' && one.lead === row.id);
      embedded['contacts'] = contacts.map(({ id }, index) => ({ id, is_main: index === 0 }));
    }
  } else if (wanted.includes('leads')) {
    embedded['leads'] = account.links
      .filter((one) => one.kind === kind && one.id === row.id)
      .map(({ lead }) => ({ id: lead }));
  }
  return { ...rest, _embedded: embedded } as Row;
}

function added(
  account: SimulatedAccount,
  kind: Exclude<Kind, 'users'>,
  bodies: Record<string, unknown>[],
): SimulatedAnswer {
  const made: Row[] = [];
  for (const [index, body] of bodies.entries()) {
    if (kind === 'tasks' && typeof body['complete_till'] !== 'number')
      return invalid(String(index), 'complete_till', 'This field is missing.');
    const given = (body['custom_fields_values'] ?? []) as Given[];
    if (unknownField(kind, given))
      return invalid(String(index), 'custom_fields_values.0.field_id', 'This field does not exist.');
    const { _embedded: embedded, ...fields } = body as Record<string, unknown> & {
      _embedded?: Record<string, { id: number }[]>;
    };
    const own = given.length === 0 ? {} : { custom_fields_values: keptFields(kind, [], given) };
    const row = account.insert(kind, {
      ...fields,
      ...own,
      ...(kind === 'leads' ? {} : { _embedded: embedded }),
    });
    for (const person of ['contacts', 'companies'] as const) {
      if (kind === 'leads')
        for (const { id } of embedded?.[person] ?? []) account.links.push({ kind: person, id, lead: row.id });
    }
    made.push({ id: row.id, request_id: String(index) });
  }
  return { status: 200, headers: HAL, body: { _embedded: { [kind]: made } } };
}

function patched(
  account: SimulatedAccount,
  kind: Kind,
  row: Row,
  body: Record<string, unknown>,
): SimulatedAnswer {
  const { custom_fields_values: fields, result: _said, ...rest } = body;
  if (unknownField(kind, (fields ?? []) as Given[]))
    return invalid('0', 'custom_fields_values.0.field_id', 'This field does not exist.');
  if (kind === 'leads' && typeof rest['status_id'] === 'number' && rest['status_id'] !== row['status_id'])
    moveLead(account, row, rest['status_id']);
  Object.assign(row, rest, { updated_at: account.seconds() });
  const given = (fields ?? []) as Given[];
  if (given.length > 0)
    row['custom_fields_values'] = keptFields(kind, (row['custom_fields_values'] ?? []) as Given[], given);
  return { status: 200, headers: HAL, body: { id: row.id, updated_at: row['updated_at'] } };
}

function moveLead(account: SimulatedAccount, row: Row, statusId: number): void {
  const value = (id: unknown) => [{ lead_status: { id, pipeline_id: PIPELINE } }];
  account.events.push({
    ...{
      id: account.nextId(),
      type: 'lead_status_changed',
      entity_type: 'lead',
      entity_id: row.id,
      created_at: account.seconds(),
    },
    ...{ value_before: value(row['status_id']), value_after: value(statusId) },
  });
  if (statusId === 142 || statusId === 143) row['closed_at'] = account.seconds();
}

function events(account: SimulatedAccount, request: SimulatedRequest): SimulatedAnswer {
  const { searchParams } = request.url;
  const ids = searchParams.getAll('filter[entity_id][]');
  const rows = account.events.filter(
    (one) => one['type'] === searchParams.get('filter[type]') && ids.includes(String(one['entity_id'])),
  );
  return listed('events', rows.reverse(), request);
}

function notes(
  account: SimulatedAccount,
  kind: Notes,
  entity: number | undefined,
  noteId: string | undefined,
  request: SimulatedRequest,
): SimulatedAnswer | undefined {
  const { searchParams } = request.url;
  if (request.method === 'POST' && entity !== undefined) {
    const made = (request.json() as Omit<Note, 'id' | 'entity_id'>[]).map((given) => {
      const note = {
        created_at: account.seconds(),
        ...given,
        id: account.nextId(),
        entity_id: entity,
        kind,
      } as Note & { kind: Notes };
      account.notes.push(note);
      return { id: note.id, entity_id: entity };
    });
    return { status: 200, headers: HAL, body: { _embedded: { notes: made } } };
  }
  if (noteId !== undefined) {
    const note = account.notes.find((one) => one.id === Number(noteId) && one.entity_id === entity);
    if (!note) return undefined;
    if (request.method === 'PATCH')
      note.params = { ...note.params, ...(request.json() as { params: object }).params };
    return { status: 200, headers: HAL, body: note };
  }
  const types = searchParams.getAll('filter[note_type][]');
  const entities = entity === undefined ? searchParams.getAll('filter[entity_id][]') : [String(entity)];
  const fits = (one: Note & { kind: Notes }) =>
    one.kind === kind &&
    entities.includes(String(one.entity_id)) &&
    (types.length === 0 || types.includes(one.note_type));
  return listed(
    'notes',
    account.notes.filter(fits).sort((one, other) => other.id - one.id),
    request,
  );
}

function unsorted(
  account: SimulatedAccount,
  what: string,
  request: SimulatedRequest,
): SimulatedAnswer | undefined {
  if (request.method === 'DELETE') {
    const known = account.unsorted.delete(what);
    return known ? { status: 200, headers: HAL, body: { uid: what } } : undefined;
  }
  if (what !== 'sip' || request.method !== 'POST') return undefined;
  const made = (request.json() as Record<string, unknown>[]).map((given) => {
    const uid = `uid${account.nextId()}`;
    account.unsorted.set(uid, given);
    return { uid, account_id: 1 };
  });
  return { status: 200, headers: HAL, body: { _total_items: made.length, _embedded: { unsorted: made } } };
}
