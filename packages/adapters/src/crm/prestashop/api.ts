/** Requests to PrestaShop's webservice. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { createHttpClient, createSlidingWindow, type HttpAnswer } from '../../http/index.ts';
import type { ReadOptions } from '../contract.ts';
import { readAnswer } from '../kit/answer.ts';
import type { PrestashopSettings } from './manifest.ts';
import { toXml } from './xml.ts';

export const SYSTEM = 'prestashop';
/** Rows of a page. PrestaShop has no limit of its own; memory has. */
export const PAGE = 100;

export interface ListQuery {
  /** Field → the values that it may have. */
  filter?: Readonly<Record<string, readonly (string | number)[]>>;
  /** Part of a field. */
  like?: Readonly<Record<string, string>>;
  /** Rows that changed at this time of the shop's clock or later. */
  since?: string | undefined;
  sort?: string;
  skip?: number;
  take?: number;
}

export interface PrestashopApi {
  list<T>(resource: string, schema: z.ZodMiniType<T>, query: ListQuery, options: ReadOptions): Promise<T[]>;
  create(
    resource: string,
    record: string,
    fields: Record<string, string | number>,
    options: ReadOptions,
  ): Promise<number>;
  /** PrestaShop replaces the whole record: what is not to be changed is read before and sent back. */
  change(
    resource: string,
    record: string,
    id: string,
    fields: Record<string, string | number>,
    options: ReadOptions,
  ): Promise<void>;
}

const POLITE = { requests: 10, perMs: 1000 };
const Created = z.record(z.string(), z.object({ id: z.coerce.number() }));
const Whole = z.record(z.string(), z.record(z.string(), z.unknown()));

export function createApi({ url, key }: PrestashopSettings, context: CrmContext): PrestashopApi {
  const limiter = createSlidingWindow({ ...context, ...POLITE });
  const client = createHttpClient({ system: SYSTEM, context, limiter, refused });
  const headers = { authorization: `Basic ${btoa(`${key}:`)}`, 'output-format': 'JSON' };

  function send(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    { query, body, signal, background, began }: ReadOptions & { query?: URLSearchParams; body?: string },
  ) {
    const asked = query ?? new URLSearchParams({ output_format: 'JSON' });
    return client.send({
      name: `${method} ${path.replace(/\d+$/, ':id')}`,
      method,
      url: `${url}/api/${path}?${asked.toString()}`,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/xml' }) },
      ...(body === undefined ? {} : { body }),
      repeatable: method !== 'POST',
      ...{ signal, background, began },
    });
  }

  return {
    async list(resource, schema, query, options) {
      const parsed = (await send('GET', resource, { ...options, query: queryOf(query) })).json();
      // An empty list is an empty array without its name.
      const rows = Array.isArray(parsed) ? parsed : (parsed as Record<string, unknown>)[resource];
      return readAnswer(SYSTEM, resource, z.array(schema), rows ?? []);
    },
    async create(resource, record, fields, options) {
      const answer = await send('POST', resource, { ...options, body: toXml(record, fields) });
      const made = readAnswer(SYSTEM, resource, Created, answer.json())[record];
      if (made) return made.id;
      throw new AdapterError(SYSTEM, 'bug', `${resource}: PrestaShop does not say what it created.`);
    },
    async change(resource, record, id, fields, options) {
      const before = readAnswer(
        SYSTEM,
        resource,
        Whole,
        (await send('GET', `${resource}/${id}`, options)).json(),
      )[record];
      const flat = Object.entries(before ?? {}).filter(
        (entry): entry is [string, string | number] =>
          typeof entry[1] === 'string' || typeof entry[1] === 'number',
      );
      const body = toXml(record, { ...Object.fromEntries(flat), ...fields, id });
      await send('PUT', `${resource}/${id}`, { ...options, body });
    },
  };
}

function queryOf({ filter = {}, like = {}, since, sort, skip = 0, take = PAGE }: ListQuery): URLSearchParams {
  const query = new URLSearchParams({ output_format: 'JSON', display: 'full', limit: `${skip},${take}` });
  for (const [field, values] of Object.entries(filter))
    query.set(`filter[${field}]`, `[${values.map(inside).join('|')}]`);
  for (const [field, part] of Object.entries(like)) query.set(`filter[${field}]`, `%[${inside(part)}]%`);
  if (since !== undefined) {
    query.set('filter[date_upd]', `[${since},2099-12-31 23:59:59]`);
    query.set('date', '1');
  }
  if (sort !== undefined) query.set('sort', `[${sort}]`);
  return query;
}

/** What would end the value, or make two of it. */
const inside = (value: string | number): string => String(value).replace(/[[\]|,]/g, ' ');

const Errors = z.object({ errors: z.array(z.object({ message: z.string() })) });

function refused({ status, text }: HttpAnswer, { name }: { name: string }): AdapterError | undefined {
  if (status < 400 || status === 404 || status === 429 || status >= 502) return undefined;
  const message = messageOf(text);
  if (status === 401 && /not allowed|permission/i.test(message)) {
    return new AdapterError(SYSTEM, 'forbidden', `${name}: the webservice key may not do this.`, {
      hint: 'Advanced Parameters → Webservice: give the key this right.',
    });
  }
  if (status === 400) return new AdapterError(SYSTEM, 'invalid', `PrestaShop: ${message}`);
  return undefined;
}

function messageOf(text: string): string {
  try {
    return Errors.safeParse(JSON.parse(text)).data?.errors[0]?.message ?? '';
  } catch {
    return '';
  }
}
