/** Requests to Vendure's admin API: GraphQL with a session token that is made anew when it has run out. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { createHttpClient, createSlidingWindow, type HttpAnswer } from '../../http/index.ts';
import type { ReadOptions } from '../contract.ts';
import { LOGIN, ME } from './documents.ts';
import type { VendureSettings } from './manifest.ts';

export const SYSTEM = 'vendure';

export interface AskOptions<T> extends ReadOptions {
  schema: z.ZodMiniType<T>;
  variables?: object;
  /** False = a mutation that must not be sent twice. */
  repeatable?: boolean;
}

export interface VendureApi {
  ask<T>(document: string, options: AskOptions<T>): Promise<T>;
}

const Envelope = z.object({
  data: z.optional(z.unknown()),
  errors: z.optional(
    z.array(
      z.object({
        message: z.string(),
        extensions: z.optional(z.object({ code: z.optional(z.string()) })),
      }),
    ),
  ),
});
const LoginAnswer = z.object({
  login: z.object({ id: z.optional(z.string()), errorCode: z.optional(z.string()) }),
});
const MeAnswer = z.object({ me: z.nullable(z.unknown()) });

/** Vendure has no limit of its own; a search by number reads its whole table of customers. */
const ASKED_PER_SECOND = 20;

export function createApi(settings: VendureSettings, context: CrmContext): VendureApi {
  const limiter = createSlidingWindow({ ...context, requests: ASKED_PER_SECOND, perMs: 1000 });
  const client = createHttpClient({ system: SYSTEM, context, limiter, refused });
  let token: string | undefined;
  let login: Promise<void> | undefined;

  async function send(document: string, variables: object, options: ReadOptions & { repeatable: boolean }) {
    const name = /\b(?:query|mutation) (\w+)/.exec(document)?.[1] ?? 'admin-api';
    const answer = await client.send({
      name,
      method: 'POST',
      url: `${settings.url}/admin-api`,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(settings.channel ? { 'vendure-token': settings.channel } : {}),
      },
      body: JSON.stringify({ query: document, operationName: name, variables }),
      repeatable: options.repeatable,
      ...{ signal: options.signal, background: options.background, began: options.began },
    });
    return { answer, data: read(Envelope, answer.json(), name).data };
  }

  async function logIn(): Promise<void> {
    token = undefined;
    const { username, password } = settings;
    const { answer, data } = await send(LOGIN, { username, password }, { repeatable: true }).catch(
      (error) => {
        throw error instanceof AdapterError && error.code === 'forbidden' ? refusedLogin() : error;
      },
    );
    const given = answer.headers.get('vendure-auth-token');
    if (read(LoginAnswer, data, 'Login').login.errorCode !== undefined) throw refusedLogin();
    if (!given) {
      throw new AdapterError(SYSTEM, 'unsupported', 'The shop gives no session token.', {
        hint: 'Put "bearer" into authOptions.tokenMethod of its configuration.',
      });
    }
    token = given;
  }

  /** One log-in for all who need it at the same time. */
  function session(): Promise<void> {
    login ??= logIn().finally(() => (login = undefined));
    return login;
  }

  /** Vendure says FORBIDDEN to strangers and to those who lack a right alike; `me` tells them apart. */
  async function sessionIsOver(): Promise<boolean> {
    const me = await send(ME, {}, { repeatable: true }).catch((error: unknown) => {
      if (error instanceof AdapterError && error.code === 'forbidden') return undefined;
      throw error;
    });
    return me === undefined || read(MeAnswer, me.data, 'Me').me === null;
  }

  return {
    async ask(document, { schema, variables = {}, repeatable = true, ...options }) {
      if (token === undefined) await session();
      const used = token;
      const name = document.trim().slice(0, 40);
      try {
        return read(schema, (await send(document, variables, { ...options, repeatable })).data, name);
      } catch (error) {
        if (!(error instanceof AdapterError) || error.code !== 'forbidden') throw error;
        if (token === used && !(await sessionIsOver())) throw error;
        if (token === used) await session();
        return read(schema, (await send(document, variables, { ...options, repeatable })).data, name);
      }
    },
  };
}

function refusedLogin(): AdapterError {
  return new AdapterError(
    SYSTEM,
    'unauthorized',
    'The shop does not accept the administrator’s name and password.',
    {
      hint: 'Try them in the dashboard, then enter them in the settings again.',
    },
  );
}

function refused({ status, text }: HttpAnswer): AdapterError | undefined {
  if (status >= 500 || status === 429 || status === 404) return undefined;
  const parsed = Envelope.safeParse(text.startsWith('{') ? JSON.parse(text) : undefined);
  const problem = parsed.data?.errors?.[0];
  if (!problem) return undefined;
  const code = problem.extensions?.code ?? '';
  if (code === 'FORBIDDEN' || code === 'UNAUTHORIZED') {
    return new AdapterError(SYSTEM, 'forbidden', 'The shop does not allow this to the administrator.', {
      hint: 'Check the connection in the settings: it names the missing right.',
    });
  }
  if (code === 'CHANNEL_NOT_FOUND') {
    return new AdapterError(SYSTEM, 'invalid', 'The shop knows no channel of this token.', {
      hint: 'Copy it from Channels in the dashboard.',
    });
  }
  if (code === 'GRAPHQL_VALIDATION_FAILED') {
    return new AdapterError(
      SYSTEM,
      'unsupported',
      `This Vendure understands another API: ${problem.message}`,
      {
        hint: 'Vendure 3 is needed.',
      },
    );
  }
  if (code === 'INTERNAL_SERVER_ERROR')
    return new AdapterError(SYSTEM, 'unavailable', `Vendure: ${problem.message}`);
  return new AdapterError(SYSTEM, 'invalid', `Vendure: ${problem.message}`);
}

function read<T>(schema: z.ZodMiniType<T>, value: unknown, name: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AdapterError(
    SYSTEM,
    'bug',
    `${name}: the answer is not what it was, at ${issue?.path.join('.') ?? ''}.`,
  );
}
