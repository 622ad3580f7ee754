/** Requests that the description tells of. */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { createHttpClient, createSlidingWindow } from '../../http/index.ts';
import type { ReadOptions } from '../contract.ts';
import { withoutSlash } from '../kit/settings.ts';
import type { RestAccess } from './definition.ts';
import { fillBody, fillText, fillUrl, type Values } from './template.ts';

export const SYSTEM = 'rest';

export interface RestAccount {
  url: string;
  secret: string;
  /** In errors; `rest` when absent. */
  system?: string;
}

export interface RestRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | undefined;
  path: string;
  query?: Readonly<Record<string, string>> | undefined;
  body?: Readonly<Record<string, unknown>> | undefined;
}

export interface RestApi {
  /** The parsed answer; `undefined` when it is empty. */
  ask(name: string, request: RestRequest, values: Values, options: ReadOptions): Promise<unknown>;
}

const POLITE = { requests: 10, perSeconds: 1 };

export function createApi(
  { url, secret, system = SYSTEM }: RestAccount,
  { auth, headers = {}, limit = POLITE }: RestAccess,
  context: CrmContext,
): RestApi {
  const limiter = createSlidingWindow({
    ...context,
    requests: limit.requests,
    perMs: limit.perSeconds * 1000,
  });
  const client = createHttpClient({ system, context, limiter });
  const key = auth.header ? { [auth.header.name]: fillText(auth.header.value, { secret }) ?? '' } : {};

  return {
    async ask(name, { method = 'GET', path, query, body }, values, { signal, background, began }) {
      const address = fillUrl(withoutSlash(url), { path, query }, values);
      if (auth.query !== undefined) address.searchParams.set(auth.query, secret);
      const answer = await client.send({
        name: `${method} ${name}`,
        method,
        url: address.href,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
          ...key,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(fillBody(body, values)) }),
        repeatable: method !== 'POST',
        ...{ signal, background, began },
      });
      return answer.text.trim() === '' ? undefined : answer.json();
    },
  };
}

/** Answers `undefined` for what is not there. */
export async function ifThere<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AdapterError && error.code === 'not-found') return undefined;
    throw error;
  }
}
