/** Requests to WooCommerce's REST API v3. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { createHttpClient, createSlidingWindow, type HttpAnswer } from '../../http/index.ts';
import type { ReadOptions } from '../contract.ts';
import { readAnswer } from '../kit/answer.ts';
import type { WoocommerceSettings } from './manifest.ts';

export const SYSTEM = 'woocommerce';
/** `per_page` is 100 at most. */
export const LONGEST_PAGE = 100;

export type Query = Readonly<Record<string, string | number | undefined>>;

export interface WoocommerceApi {
  list<T>(
    resource: string,
    schema: z.ZodMiniType<T>,
    query: Query,
    options: ReadOptions,
  ): Promise<{ rows: T[]; total: number }>;
  /** `undefined` when there is none of this id. */
  get<T>(
    resource: string,
    schema: z.ZodMiniType<T>,
    id: string,
    options: ReadOptions,
  ): Promise<T | undefined>;
  create<T>(resource: string, schema: z.ZodMiniType<T>, body: object, options: ReadOptions): Promise<T>;
  update<T>(
    resource: string,
    schema: z.ZodMiniType<T>,
    id: string,
    body: object,
    options: ReadOptions,
  ): Promise<T>;
  /** For good, and not into the bin; what is gone already is no fault. */
  remove(resource: string, id: string, options: ReadOptions): Promise<void>;
}

/** WordPress on a shared host is slow: politeness, not a limit of the vendor's. */
const POLITE = { requests: 10, perMs: 1000 };

export function createApi(settings: WoocommerceSettings, context: CrmContext): WoocommerceApi {
  const limiter = createSlidingWindow({ ...context, ...POLITE });
  const client = createHttpClient({ system: SYSTEM, context, limiter, refused });
  const authorization = `Basic ${btoa(`${settings.consumerKey}:${settings.consumerSecret}`)}`;

  async function send(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    { query = {}, body, signal, background, began }: ReadOptions & { query?: Query; body?: object },
  ): Promise<HttpAnswer> {
    const url = new URL(`${settings.url}/wp-json/wc/v3/${path}`);
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(key, String(value));
    }
    return client.send({
      name: `${method} ${path.replace(/\d+$/, ':id')}`,
      method,
      url: url.href,
      headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      repeatable: method !== 'POST',
      ...{ signal, background, began },
    });
  }

  return {
    async list(resource, schema, query, options) {
      const answer = await send('GET', resource, { ...options, query });
      const rows = readAnswer(SYSTEM, resource, z.array(schema), answer.json());
      return { rows, total: Number(answer.headers.get('x-wp-total') ?? rows.length) };
    },
    async get(resource, schema, id, options) {
      try {
        const answer = await send('GET', `${resource}/${id}`, options);
        return readAnswer(SYSTEM, resource, schema, answer.json());
      } catch (error) {
        if (error instanceof AdapterError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
    async create(resource, schema, body, options) {
      return readAnswer(
        SYSTEM,
        resource,
        schema,
        (await send('POST', resource, { ...options, body })).json(),
      );
    },
    async update(resource, schema, id, body, options) {
      const answer = await send('PUT', `${resource}/${id}`, { ...options, body });
      return readAnswer(SYSTEM, resource, schema, answer.json());
    },
    async remove(resource, id, options) {
      try {
        await send('DELETE', `${resource}/${id}`, { ...options, query: { force: 'true' } });
      } catch (error) {
        if (!(error instanceof AdapterError && error.code === 'not-found')) throw error;
      }
    },
  };
}

const Problem = z.object({ code: z.string(), message: z.string() });

function refused({ status, text }: HttpAnswer): AdapterError | undefined {
  if (status < 400 || status >= 500 || status === 429) return undefined;
  const { code = '', message = '' } = Problem.safeParse(jsonOf(text)).data ?? {};
  if (code.startsWith('registration-error-email') || code.startsWith('registration-error-username')) {
    return new AdapterError(SYSTEM, 'conflict', 'Another customer has this e-mail address already.', {
      hint: 'Choose that record instead.',
    });
  }
  if (code === 'rest_no_route') {
    return new AdapterError(SYSTEM, 'unavailable', 'The site has no WooCommerce REST API v3.', {
      hint: 'Look whether WooCommerce is active and the permalinks are not "plain".',
    });
  }
  if (status === 400) return new AdapterError(SYSTEM, 'invalid', `WooCommerce: ${message || code}`);
  return undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
