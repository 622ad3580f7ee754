/** Requests to our own extension in the shop: one address, an action and its parameters, signed. */
import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { createHttpClient, createSlidingWindow, type HttpAnswer } from '../../http/index.ts';
import type { ReadOptions } from '../contract.ts';
import { readAnswer } from '../kit/answer.ts';
import type { OpencartSettings } from './manifest.ts';

export const SYSTEM = 'opencart';

export const ACTIONS = [
  'ping',
  'customers.find',
  'customers.search',
  'customers.email',
  'customers.get',
  'customers.list',
  'customers.create',
  'customers.update',
  'orders.list',
  'orders.get',
  'cart.get',
  'history.list',
  'history.add',
  'history.update',
  'changed',
] as const;
export type Action = (typeof ACTIONS)[number];
/** What must not be done twice. */
const ONCE: readonly Action[] = ['customers.create', 'history.add'];

export interface OpencartApi {
  ask<T>(action: Action, schema: z.ZodMiniType<T>, parameters: object, options: ReadOptions): Promise<T>;
}

const POLITE = { requests: 10, perMs: 1000 };
const ROUTES = { 3: 'extension/module/ringback', 4: 'extension/ringback/api' };

/** Hex of HMAC-SHA256 over the time in seconds, a new line and the body. */
export function sign(key: string, time: string, body: string): string {
  return createHmac('sha256', key).update(`${time}\n${body}`).digest('hex');
}

export function createApi({ url, key, version = '4' }: OpencartSettings, context: CrmContext): OpencartApi {
  const limiter = createSlidingWindow({ ...context, ...POLITE });
  const client = createHttpClient({ system: SYSTEM, context, limiter, refused });
  return {
    async ask(action, schema, parameters, { signal, background, began }) {
      const body = JSON.stringify({ action, ...parameters });
      const answer = await client.send({
        ...{ name: action, method: 'POST', url: `${url}/index.php?route=${ROUTES[version]}`, body },
        headers() {
          const time = String(Math.floor(context.now().getTime() / 1000));
          const signature = sign(key, time, body);
          return {
            'content-type': 'application/json',
            'x-ringback-time': time,
            'x-ringback-signature': signature,
          };
        },
        repeatable: !ONCE.includes(action),
        ...{ signal, background, began },
      });
      const { data } = readAnswer(SYSTEM, action, Envelope, answer.json());
      return readAnswer(SYSTEM, action, schema, data);
    },
  };
}

const Envelope = z.object({ data: z.unknown() });
const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

function refused({ status, text }: HttpAnswer, { name }: { name: string }): AdapterError | undefined {
  if (status < 400 || status >= 500) return undefined;
  const error = Refusal.safeParse(jsonOf(text)).data?.error;
  if (status === 401) {
    return new AdapterError(
      SYSTEM,
      'unauthorized',
      `${name}: ${error?.message ?? 'the shop does not accept the key.'}`,
      {
        hint:
          error?.code === 'clock'
            ? 'Set the clock of the shop’s server.'
            : 'Enter RINGBACK_KEY of the shop’s config.php again.',
      },
    );
  }
  if (status === 404 && !error) {
    return new AdapterError(SYSTEM, 'unsupported', 'The shop does not know the extension "Ringback".', {
      hint: 'Copy the extension into the shop, and look whether the right version of OpenCart is chosen.',
    });
  }
  if (status === 409) {
    return new AdapterError(SYSTEM, 'conflict', `OpenCart: ${error?.message ?? ''}`, {
      hint: 'Choose that record instead.',
    });
  }
  return error
    ? new AdapterError(SYSTEM, status === 404 ? 'not-found' : 'invalid', `OpenCart: ${error.message}`)
    : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
