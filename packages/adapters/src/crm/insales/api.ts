/** Requests to InSales' admin API. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { createHttpClient, createSlidingWindow, type HttpAnswer } from '../../http/index.ts';
import type { ReadOptions } from '../contract.ts';
import { readAnswer } from '../kit/answer.ts';
import type { InsalesSettings } from './manifest.ts';

export const SYSTEM = 'insales';
export const LONGEST_PAGE = 100;

/** A few less than the vendor allows: somebody else may use the same key. */
const LIMIT = { requests: 490, perMs: 300_000 };

export type Resource = 'clients' | 'orders';

export interface InsalesApi {
  list<T>(
    resource: Resource,
    schema: z.ZodMiniType<T>,
    query: Record<string, string | number>,
    options: ReadOptions,
  ): Promise<T[]>;
  get<T>(
    resource: Resource,
    schema: z.ZodMiniType<T>,
    id: string,
    options: ReadOptions,
  ): Promise<T | undefined>;
  createClient<T>(schema: z.ZodMiniType<T>, client: object, options: ReadOptions): Promise<T>;
  updateClient<T>(schema: z.ZodMiniType<T>, id: string, client: object, options: ReadOptions): Promise<T>;
}

export function createApi({ url, apiKey, password }: InsalesSettings, context: CrmContext): InsalesApi {
  const limiter = createSlidingWindow({ ...context, ...LIMIT });
  const client = createHttpClient({ system: SYSTEM, context, limiter, refused });
  const authorization = `Basic ${btoa(`${apiKey}:${password}`)}`;

  async function send(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    {
      query = {},
      body,
      signal,
      background,
      began,
    }: ReadOptions & { query?: Record<string, string | number>; body?: object },
  ): Promise<unknown> {
    const address = new URL(`${url}/admin/${path}.json`);
    for (const [key, value] of Object.entries(query)) address.searchParams.set(key, String(value));
    const answer = await client.send({
      name: `${method} ${path.replace(/\d+$/, ':id')}`,
      method,
      url: address.href,
      headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      repeatable: method !== 'POST',
      ...{ signal, background, began },
    });
    return answer.json();
  }

  return {
    list: async (resource, schema, query, options) =>
      readAnswer(SYSTEM, resource, z.array(schema), await send('GET', resource, { ...options, query })),
    async get(resource, schema, id, options) {
      try {
        return readAnswer(SYSTEM, resource, schema, await send('GET', `${resource}/${id}`, options));
      } catch (error) {
        if (error instanceof AdapterError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
    createClient: async (schema, body, options) =>
      readAnswer(
        SYSTEM,
        'clients',
        schema,
        await send('POST', 'clients', { ...options, body: { client: body } }),
      ),
    updateClient: async (schema, id, body, options) =>
      readAnswer(
        SYSTEM,
        'clients',
        schema,
        await send('PUT', `clients/${id}`, { ...options, body: { client: body } }),
      ),
  };
}

/** Over its limit InSales says 429, and at times 503 with `Retry-After`. */
function refused({ status, headers, text }: HttpAnswer): AdapterError | undefined {
  if (status === 503 && headers.has('retry-after')) {
    return new AdapterError(SYSTEM, 'rate-limited', 'InSales has had too many requests.', {
      retryAfterMs: Number(headers.get('retry-after')) * 1000 || 1000,
    });
  }
  if (status !== 422) return undefined;
  const taken = /taken|уже|занят/i.test(text);
  return new AdapterError(
    SYSTEM,
    taken ? 'conflict' : 'invalid',
    `InSales does not accept the record: ${text.slice(0, 200)}`,
    {
      hint: taken
        ? 'Another customer has this number or address: choose that record instead.'
        : 'Fill in what the shop insists on.',
    },
  );
}
