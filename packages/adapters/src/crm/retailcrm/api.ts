/** Requests to retailCRM: ten a second, forty for telephony; forms with JSON in them. */
import type * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import {
  createHttpClient,
  createSlidingWindow,
  type HttpAnswer,
  type HttpRequest,
  type Limiter,
} from '../../http/index.ts';
import type { ReadOptions } from '../contract.ts';
import { readAnswer } from '../kit/answer.ts';
import { manifest, type RetailcrmSettings } from './manifest.ts';
import { Refusal } from './rows.ts';

/** A twentieth more time than the limit says, for the network's unevenness. */
const PER_MS = 1050;
const REQUESTS = 10;
const TELEPHONY_REQUESTS = 40;

export type Params = Record<string, string | number | readonly (string | number)[] | undefined>;

export interface RetailcrmApi {
  /** `undefined` where there is none. */
  get<T>(
    path: string,
    answer: z.ZodMiniType<T>,
    params?: Params,
    options?: ReadOptions,
  ): Promise<T | undefined>;
  /** `repeatable`: the same once more does no harm. */
  post<T>(
    path: string,
    fields: Record<string, unknown>,
    answer: z.ZodMiniType<T>,
    options?: ReadOptions & { repeatable?: boolean },
  ): Promise<T>;
}

export function createApi(settings: RetailcrmSettings, context: CrmContext): RetailcrmApi {
  const root = settings.url.replace(/\/$/, '');
  const { now, wait } = context;
  const window = (requests: number): Limiter => createSlidingWindow({ requests, perMs: PER_MS, now, wait });
  const client = (limiter: Limiter) => createHttpClient({ system: manifest.id, context, limiter, refused });
  const [general, telephony] = [client(window(REQUESTS)), client(window(TELEPHONY_REQUESTS))];
  const headers = { 'X-API-KEY': settings.apiKey };
  const through = (path: string) => (path.startsWith('telephony/') ? telephony : general);

  return {
    async get(path, schema, params = {}, { signal, background, began } = {}) {
      const url = `${root}/api/v5/${path}${queryOf(params)}`;
      try {
        const answer = await through(path).send({
          name: nameOf(path),
          url,
          headers,
          repeatable: true,
          ...{ signal, background, began },
        });
        return readAnswer(manifest.id, nameOf(path), schema, answer.json());
      } catch (error) {
        if (error instanceof AdapterError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
    async post(path, fields, schema, { signal, repeatable = false } = {}) {
      const form = new URLSearchParams();
      const all = settings.site === undefined ? fields : { site: settings.site, ...fields };
      for (const [name, value] of Object.entries(all)) {
        if (value !== undefined) form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
      }
      const answer = await through(path).send({
        ...{ name: nameOf(path), method: 'POST', url: `${root}/api/v5/${path}`, repeatable, signal },
        headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: form.toString(),
      });
      return readAnswer(manifest.id, nameOf(path), schema, answer.json());
    },
  };
}

const nameOf = (path: string): string => path.replace(/\d+/g, '{id}').replace(/\?.*$/, '');

function queryOf(params: Params): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) continue;
    if (typeof value === 'object') for (const one of value) query.append(`${name}[]`, String(one));
    else query.append(name, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** A wrong key is 403 as well as a right that the key does not have; 503 says "too many". */
function refused({ status, text }: HttpAnswer, { name }: HttpRequest): AdapterError | undefined {
  if (status === 503 || status === 429) {
    return new AdapterError(manifest.id, 'rate-limited', `${name}: retailCRM was asked too often.`);
  }
  if (status !== 400 && status !== 403) return undefined;
  const { errorMsg = '', errors = {} } = told(text);
  const code = status === 400 ? 'invalid' : /apikey/i.test(errorMsg) ? 'unauthorized' : 'forbidden';
  const hint = {
    unauthorized: 'Look at the API key: Settings → Integration → API access keys.',
    forbidden: 'Give the API key this right: Settings → Integration → API access keys.',
    invalid: undefined,
  }[code];
  const faults = Object.fromEntries(Object.entries(errors).map(([field, fault]) => [field, String(fault)]));
  return new AdapterError(
    manifest.id,
    code,
    `${name}: retailCRM says: ${(errorMsg || String(status)).slice(0, 300)}`,
    {
      ...(hint === undefined ? {} : { hint }),
      ...(Object.keys(faults).length === 0 ? {} : { fields: faults }),
    },
  );
}

function told(text: string): { errorMsg?: string; errors?: Record<string, unknown> } {
  try {
    const read = Refusal.safeParse(JSON.parse(text));
    if (!read.success) return {};
    const { errorMsg, errors } = read.data;
    return { ...(errorMsg ? { errorMsg } : {}), ...(errors && !Array.isArray(errors) ? { errors } : {}) };
  } catch {
    return {};
  }
}
