/** Requests to AdvantShop's API. It says everything with status 200, also what went wrong, and in two ways of writing names. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { createHttpClient, createSlidingWindow, type HttpAnswer } from '../../http/index.ts';
import type { ReadOptions } from '../contract.ts';
import { readAnswer } from '../kit/answer.ts';
import type { AdvantshopSettings } from './manifest.ts';

export const SYSTEM = 'advantshop';
/** `itemsPerPage` is 100 at most. */
export const PAGE = 100;

export type Query = Readonly<Record<string, string | number>>;

export interface AdvantshopApi {
  get<T>(path: string, schema: z.ZodMiniType<T>, query: Query, options: ReadOptions): Promise<T>;
  /** `repeatable` = it may be sent again when nobody knows whether it arrived. */
  post<T>(
    path: string,
    schema: z.ZodMiniType<T>,
    body: object,
    options: ReadOptions & { repeatable: boolean },
  ): Promise<T>;
}

const POLITE = { requests: 10, perMs: 1000 };

export function createApi({ url, apiKey }: AdvantshopSettings, context: CrmContext): AdvantshopApi {
  const limiter = createSlidingWindow({ ...context, ...POLITE });
  const client = createHttpClient({ system: SYSTEM, context, limiter, refused });
  const name = (path: string) => path.replace(/\/[0-9a-f-]{36}$|\/\d+$/i, '/:id');
  const headers = { authorization: apiKey };
  return {
    async get(path, schema, query, { signal, background, began }) {
      const address = new URL(`${url}/api/${path}`);
      for (const [key, value] of Object.entries(query)) address.searchParams.set(key, String(value));
      const answer = await client.send({
        name: name(path),
        url: address.href,
        headers,
        repeatable: true,
        ...{ signal, background, began },
      });
      return readAnswer(SYSTEM, name(path), schema, bodyOf(answer));
    },
    async post(path, schema, body, { signal, background, began, repeatable }) {
      const answer = await client.send({
        ...{
          name: name(path),
          method: 'POST',
          url: `${url}/api/${path}`,
          repeatable,
          signal,
          background,
          began,
        },
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return readAnswer(SYSTEM, name(path), schema, bodyOf(answer));
    },
  };
}

/** The orders' half of the API writes `DataItems`, the customers' half `customers`; some answers stand inside of `obj`. */
function bodyOf(answer: HttpAnswer): unknown {
  const body = smallNames(answer.json());
  const inside = (body as { obj?: unknown } | null)?.obj;
  return inside ?? body;
}

function smallNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(smallNames);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      smallNames(inside),
    ]),
  );
}

const Refusal = z.object({ status: z.literal('error'), errors: z.union([z.string(), z.array(z.string())]) });

function refused({ status, text }: HttpAnswer): AdapterError | undefined {
  if (status !== 200 || !text.includes('"error"')) return undefined;
  const parsed = Refusal.safeParse(jsonOf(text));
  if (!parsed.success) return undefined;
  const message = [parsed.data.errors].flat().join(' ');
  if (/apikey|api key/i.test(message)) {
    return new AdapterError(SYSTEM, 'unauthorized', 'AdvantShop does not accept the API key.', {
      hint: 'Settings → API: copy the key again.',
    });
  }
  if (/не найден/i.test(message)) return new AdapterError(SYSTEM, 'not-found', `AdvantShop: ${message}`);
  if (/уже существует/i.test(message)) {
    return new AdapterError(SYSTEM, 'conflict', `AdvantShop: ${message}`, {
      hint: 'Choose the record that has this number or e-mail address.',
    });
  }
  return new AdapterError(SYSTEM, 'invalid', `AdvantShop: ${message}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
