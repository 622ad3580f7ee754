/** Requests to MANGO: signed, within its limits, one after another, and none while a second invalid one would shut the API. */
import type { CrmContext } from '../../context.ts';
import { createSerial, type Serial } from '../../crm/serial.ts';
import { AdapterError } from '../../error.ts';
import { createHttpClient, type HttpAnswer } from '../../http/client.ts';
import type { Limiter } from '../../http/limiter.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { codeOf, isInvalid, OK, sentenceOf } from './codes.ts';
import { createLimits } from './limits.ts';
import { manifest, type MangoSettings } from './manifest.ts';
import { signedForm } from './sign.ts';
import { Refusal } from './wire.ts';

export type MangoContext = Pick<CrmContext, 'http' | 'now' | 'log' | 'wait' | 'random' | 'newId' | 'kept'>;

/** An answer says only that a request was taken. */
const TIMEOUT_MS = 8_000;
/** Other products of the account share its limits: whoever heard "too many" leaves them room. */
const TOO_MANY_MS = 10_000;

export interface MangoApi {
  ask(path: string, json: object): Promise<HttpAnswer>;
  /** A result that came later was of the invalid ones. */
  heardInvalid(result: number): Promise<void>;
}

interface Gate {
  breaker: Breaker;
  limitOf: (path: string) => Limiter;
  serial: Serial;
}

/** MANGO counts by account: settings that are only tried share it with those in force. */
const gates = new WeakMap<MangoContext, Gate>();

function gateOf(context: MangoContext): Gate {
  const known = gates.get(context);
  if (known) return known;
  const gate = { breaker: createBreaker(context), limitOf: createLimits(context), serial: createSerial() };
  gates.set(context, gate);
  return gate;
}

export function createMangoApi(settings: () => MangoSettings | undefined, context: MangoContext): MangoApi {
  const { log } = context;
  const { breaker, limitOf, serial } = gateOf(context);
  // No repetition: what was refused once is refused again, and that would be the second time.
  const client = createHttpClient({
    ...{ system: manifest.id, context, timeoutMs: TIMEOUT_MS, deadlineMs: 0 },
    refused: (answer, { name }) => refusalOf(answer, name),
  });

  async function ask(path: string, json: object): Promise<HttpAnswer> {
    const limiter = limitOf(path);
    await breaker.check();
    // Two invalid ones under way at once would be one too many.
    return serial.run(['mango'], async () => {
      // Here, because what counts for MANGO is when a request is sent, not when it began to wait for those before it.
      await limiter.take();
      await breaker.check();
      const now = connected(settings());
      try {
        return await client.send({
          ...{
            name: path,
            method: 'POST',
            url: `${now.apiUrl}${path}`,
            repeatable: false,
            redirectIsAnswer: true,
          },
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: signedForm(now, JSON.stringify(json)).toString(),
        });
      } catch (error) {
        if (error instanceof InvalidRequest) await breaker.trip(error.message);
        else if (error instanceof AdapterError && error.code === 'rate-limited') limiter.pause(TOO_MANY_MS);
        if (error instanceof AdapterError) log.debug({ path, code: error.code }, 'MANGO refused');
        throw error;
      }
    });
  }

  return {
    ask,
    async heardInvalid(result) {
      if (isInvalid(result)) await breaker.trip(sentenceOf(result));
    },
  };
}

export function connected(settings: MangoSettings | undefined): MangoSettings {
  if (settings) return settings;
  throw new AdapterError(manifest.id, 'unavailable', 'MANGO OFFICE is not connected yet.', {
    hint: 'Put the codes of your PBX in at /admin, under Telephony.',
  });
}

/** Counts towards the lock. */
class InvalidRequest extends AdapterError {}

function refusalOf({ status, text }: HttpAnswer, path: string): AdapterError | undefined {
  if (status === 401) {
    // Also MANGO's lock itself: whoever asks on does not come out of it.
    return new InvalidRequest(
      manifest.id,
      'unauthorized',
      `${path}: MANGO has shut its API for two minutes.`,
      {
        hint: 'There were two invalid requests: look whether the two codes of the PBX are right.',
      },
    );
  }
  const told = tellsOf(text);
  if (status === 429 || status === 503 || Number(told?.status) === 429) return tooMany(path);
  const code = [told?.code, told?.result].find((one) => typeof one === 'number' && one !== 0);
  if (code === undefined || code === OK) return undefined;
  return failure(path, code as number);
}

function tellsOf(text: string): ReturnType<typeof Refusal.parse> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return Refusal.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function tooMany(path: string): AdapterError {
  return new AdapterError(manifest.id, 'rate-limited', `${path}: MANGO gets too many requests.`, {
    hint: 'Try again in ten seconds.',
    retryAfterMs: TOO_MANY_MS,
  });
}

/** What a result code says, as an error. */
export function failure(what: string, result: number): AdapterError {
  const code = codeOf(result);
  if (code === 'rate-limited') return tooMany(what);
  const Kind = isInvalid(result) ? InvalidRequest : AdapterError;
  return new Kind(manifest.id, code, `${what}: ${sentenceOf(result)}`, {
    ...(code === 'unauthorized'
      ? { hint: 'Copy both codes again from the cabinet: Integrations → API connector.' }
      : {}),
  });
}
