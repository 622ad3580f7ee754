/**
 * Outgoing calls. Reads that are asked for at the same moment, or while the portal's limit makes them wait, share one request
 * (`batch`, up to 50 commands): the limit counts requests. Writes go alone.
 */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { createHttpClient, createLeakyBucket, type Limiter } from '../../http/index.ts';
import { type Auth, createAuth } from './auth.ts';
import { createBatcher } from './batcher.ts';
import { type Bitrix24Settings, manifest } from './manifest.ts';
import { createOperatingTime } from './operating-time.ts';
import { Envelope, type Params, refusal } from './wire.ts';

/** A little below what is allowed: clocks and networks are uneven. */
const BUCKETS = {
  standard: { capacity: 48, drainPerSecond: 2 },
  enterprise: { capacity: 245, drainPerSecond: 5 },
} as const;

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** May be sent again when nobody knows whether it arrived. */
  repeatable: boolean;
}

export interface Answer {
  result: unknown;
  next?: number;
}

/** Named commands; parameters of later ones may hold `$result[name][…]` of earlier ones. */
export type Commands = Record<string, { method: string; params: Params }>;

export interface Api {
  readonly portal: string;
  /** One read; may share its request with others. */
  read(method: string, params: Params, options?: { signal?: AbortSignal | undefined }): Promise<Answer>;
  /** Reads that belong together, in one request. One that fails is an `AdapterError` in its place. */
  readAll(
    commands: Commands,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<Record<string, Answer | AdapterError>>;
  /** A write: one request, sent once unless the portal was too busy to take it. */
  write(
    method: string,
    params: Params,
    options?: { signal?: AbortSignal | undefined; repeatable?: boolean },
  ): Promise<unknown>;
}

export function createApi(settings: Bitrix24Settings, context: CrmContext): Api {
  const auth = createAuth(settings, context);
  const operating = createOperatingTime(context);
  const limiter = createLeakyBucket({ ...BUCKETS[settings.plan], now: context.now, wait: context.wait });
  const call = createCall({ auth, context, operating, limiter });
  const batcher = createBatcher({ call, operating, limiter });
  return {
    portal: auth.portal,
    readAll: batcher.run,
    async read(method, params, options = {}) {
      const { one } = await batcher.run({ one: { method, params } }, options);
      if (!one || one instanceof AdapterError)
        throw one ?? new AdapterError(manifest.id, 'bug', `${method}: no answer.`);
      return one;
    },
    async write(method, params, { signal, repeatable = false } = {}) {
      await limiter.take({ signal });
      return (await call(method, params, { signal, repeatable })).result;
    },
  };
}

export type Call = (method: string, params: Params, options: CallOptions) => Promise<Answer>;

/** Sends one request; the leave of the limiter is taken by whoever calls. */
function createCall(parts: {
  auth: Auth;
  context: CrmContext;
  operating: ReturnType<typeof createOperatingTime>;
  limiter: Limiter;
}): Call {
  const { auth, context, operating, limiter } = parts;
  const newClient = () =>
    createHttpClient({
      system: manifest.id,
      context,
      limiter: firstIsTaken(limiter),
      refused: (answer, { name }) => refusal(answer, name, context.now()),
    });

  async function once(method: string, params: Params, { signal, repeatable }: CallOptions): Promise<Answer> {
    const credential = await auth.credential();
    const send = () =>
      newClient().send({
        name: method,
        method: 'POST',
        url: auth.urlOf(method),
        headers: { 'content-type': 'application/json', 'user-agent': 'Ringback' },
        body: JSON.stringify({ ...params, ...credential }),
        repeatable,
        signal,
      });
    try {
      const parsed = Envelope.safeParse((await send()).json());
      if (!parsed.success)
        throw new AdapterError(manifest.id, 'bug', `${method}: the answer is none of Bitrix24's.`);
      const { result, next, time } = parsed.data;
      operating.note(method, time);
      return { result, ...(next === undefined ? {} : { next }) };
    } catch (error) {
      if (
        error instanceof AdapterError &&
        error.code === 'unauthorized' &&
        (await auth.expired(credential.auth))
      )
        throw new TokenRenewed(error);
      throw error;
    }
  }

  return async (method, params, options) => {
    await operating.wait(method, options.signal);
    try {
      return await once(method, params, options);
    } catch (error) {
      if (!(error instanceof TokenRenewed)) throw error;
      await limiter.take({ signal: options.signal });
      return once(method, params, options).catch((again: unknown) => {
        throw again instanceof TokenRenewed ? again.error : again;
      });
    }
  };
}

/** The leave of the first sending was taken by whoever calls; repeated sendings take their own. */
function firstIsTaken(limiter: Limiter): Limiter {
  let first = true;
  return {
    pause: limiter.pause,
    take(turn) {
      if (!first) return limiter.take(turn);
      first = false;
      return Promise.resolve();
    },
  };
}

class TokenRenewed extends Error {
  readonly error: AdapterError;
  constructor(error: AdapterError) {
    super(error.message);
    this.error = error;
  }
}
