/** Requests to amoCRM: seven a second and no more, an empty answer for nothing, tokens renewed on the way. */
import type * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import {
  createHttpClient,
  createSlidingWindow,
  type HttpAnswer,
  type HttpRequest,
} from '../../http/index.ts';
import type { ReadOptions } from '../contract.ts';
import { type AmocrmSettings, manifest } from './manifest.ts';
import { Grant, Problem } from './rows.ts';
import { createTokens } from './tokens.ts';

/** amoCRM allows 7 in a second; a twentieth more time for the network's unevenness. */
const REQUESTS = 7;
const PER_MS = 1050;

export type Params = Record<string, string | number | readonly (string | number)[] | undefined>;

export interface AmocrmApi {
  /** `undefined` for 204 (nothing fits) and 404 (there is none). */
  get<T extends z.ZodMiniType>(
    path: string,
    answer: T,
    params?: Params,
    options?: ReadOptions,
  ): Promise<z.infer<T> | undefined>;
  send<T extends z.ZodMiniType>(
    method: 'POST' | 'PATCH',
    path: string,
    body: unknown,
    answer: T,
    options?: ReadOptions,
  ): Promise<z.infer<T>>;
  /** `DELETE`, and posts whose answer says nothing. */
  tell(method: 'POST' | 'DELETE', path: string, body: unknown, options?: ReadOptions): Promise<void>;
}

export function createApi(settings: AmocrmSettings, context: CrmContext): AmocrmApi {
  const root = settings.url.replace(/\/$/, '');
  const { now, wait } = context;
  const limiter = createSlidingWindow({ requests: REQUESTS, perMs: PER_MS, now, wait });
  const client = createHttpClient({ system: manifest.id, context, limiter, refused });
  const tokens = createTokens({ context, grant });

  async function grant(refresh: string | undefined, signal?: AbortSignal) {
    const { clientId, clientSecret, redirectUri, code } = settings;
    const by =
      refresh === undefined
        ? { grant_type: 'authorization_code', code }
        : { grant_type: 'refresh_token', refresh_token: refresh };
    const answer = await client.send({
      ...{
        name: 'oauth2/access_token',
        method: 'POST',
        url: `${root}/oauth2/access_token`,
        repeatable: false,
        signal,
      },
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uri: redirectUri,
        ...by,
      }),
    });
    const {
      access_token: access,
      refresh_token: next,
      expires_in: seconds,
    } = parse('oauth2', Grant, answer.json());
    return { access, refresh: next, lifetimeMs: seconds * 1000 };
  }

  async function ask(request: Omit<HttpRequest, 'url' | 'headers'>, path: string): Promise<HttpAnswer> {
    for (let first = true; ; first = false) {
      const token = settings.token ?? (await tokens.access(request.signal));
      const headers = {
        Authorization: `Bearer ${token}`,
        ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      };
      try {
        return await client.send({ ...request, url: `${root}${path}`, headers });
      } catch (error) {
        const refusedToken = error instanceof AdapterError && error.code === 'unauthorized';
        if (!refusedToken || !first || settings.token !== undefined) throw error;
        await tokens.refused(token);
      }
    }
  }

  return {
    async get(path, schema, params = {}, { signal, background, began } = {}) {
      try {
        const answer = await ask(
          { name: nameOf(path), repeatable: true, signal, background, began },
          `/api/v4/${path}${queryOf(params)}`,
        );
        return answer.status === 204 ? undefined : parse(path, schema, answer.json());
      } catch (error) {
        if (error instanceof AdapterError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
    async send(method, path, body, schema, { signal, background, began } = {}) {
      const repeatable = method === 'PATCH';
      const request = {
        name: nameOf(path),
        method,
        body: JSON.stringify(body),
        repeatable,
        signal,
        background,
        began,
      };
      return parse(path, schema, (await ask(request, `/api/v4/${path}`)).json());
    },
    async tell(method, path, body, { signal, background, began } = {}) {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      await ask(
        { name: nameOf(path), method, ...sent, repeatable: method === 'DELETE', signal, background, began },
        `/api/${path}`,
      );
    },
  };
}

const nameOf = (path: string): string => path.replace(/\d+/g, '{id}');

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

/** 402: the account is not paid; 403 also when the address was blocked for asking too much. */
function refused(answer: HttpAnswer, { name }: HttpRequest): AdapterError | undefined {
  const codes = { 400: 'invalid', 401: 'unauthorized', 402: 'forbidden', 403: 'forbidden' } as const;
  const code = codes[answer.status as keyof typeof codes];
  if (code === undefined) return undefined;
  const told = told400(answer.text);
  const hints = {
    unauthorized: 'Make a new token in amoMarket → your integration → Keys and scopes.',
    forbidden:
      'Look at the rights of the user who installed the integration, and whether the account is paid.',
    invalid: undefined,
  };
  const hint = hints[code];
  return new AdapterError(
    manifest.id,
    code,
    `${name}: amoCRM ${told === '' ? `answered ${answer.status}` : `says: ${told}`}.`,
    {
      ...(hint === undefined ? {} : { hint }),
    },
  );
}

function told400(text: string): string {
  try {
    const read = Problem.safeParse(JSON.parse(text));
    if (!read.success) return '';
    const faults = (read.data['validation-errors'] ?? []).flatMap(({ errors = [] }) =>
      errors.map(({ path = '', detail = '' }) => `${path}: ${detail}`),
    );
    return (faults.length > 0 ? faults.join('; ') : (read.data.detail ?? read.data.title ?? '')).slice(
      0,
      300,
    );
  } catch {
    return '';
  }
}

function parse<T extends z.ZodMiniType>(name: string, schema: T, value: unknown): z.infer<T> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const where = read.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new AdapterError(manifest.id, 'bug', `${nameOf(name)}: amoCRM's answer cannot be read (${where}).`);
}
