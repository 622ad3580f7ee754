/** What stands before every method: signature, form, limits and the two-minute lock, as MANGO's description has them (§1.4, §2). */
import type { SimulatedAnswer, SimulatedRequest } from '../../../testing/simulated-http.ts';
import type { TestClock } from '../../../testing/virtual-clock.ts';
import { DEFAULT_LIMIT, LIMITS } from '../limits.ts';
import { sign, type Secrets } from '../sign.ts';

const LOCK_MS = 120_000;

export const answer = (body: unknown, status = 200): SimulatedAnswer => ({ status, body });
export const code = (number: number): SimulatedAnswer => answer({ code: number });

export interface Gate {
  /** `undefined` lets the request through; else what it is answered. */
  refuse(path: string, request: SimulatedRequest): SimulatedAnswer | undefined;
  /** Counts an answer of the 3xxx kind. */
  spoil(given: SimulatedAnswer): SimulatedAnswer;
  readonly invalid: number;
  readonly locked: number;
  readonly limited: number;
}

export function createGate({
  clock,
  secrets,
}: {
  clock: Pick<TestClock, 'now'>;
  secrets: () => Secrets;
}): Gate {
  const seen = new Map<string, number[]>();
  let firstInvalidAt: number | undefined;
  const count = { invalid: 0, locked: 0, limited: 0 };
  let isShut = false;

  const now = () => clock.now().getTime();

  function overLimit(path: string): boolean {
    const { requests, perMs } = LIMITS[path] ?? DEFAULT_LIMIT;
    const recent = (seen.get(path) ?? []).filter((at) => at > now() - perMs);
    if (recent.length < requests) {
      seen.set(path, [...recent, now()]);
      return false;
    }
    return true;
  }

  function spoil(given: SimulatedAnswer): SimulatedAnswer {
    const said = given.body as { code?: number; result?: number } | undefined;
    const number = said?.code ?? said?.result ?? 0;
    if (number < 3000 || number > 3999) return given;
    count.invalid += 1;
    if (firstInvalidAt !== undefined && now() - firstInvalidAt < LOCK_MS) {
      isShut = true;
      return answer({ name: 'Unauthorized', code: 0, status: 401 }, 401);
    }
    firstInvalidAt = now();
    return given;
  }

  function proof({ method, form }: SimulatedRequest): SimulatedAnswer | undefined {
    if (method !== 'POST') return code(3101);
    const fields = form();
    const json = fields.get('json');
    if (json === null || !fields.has('vpbx_api_key') || !fields.has('sign')) return code(3103);
    if (fields.get('vpbx_api_key') !== secrets().apiKey) return code(3105);
    if (fields.get('sign') !== sign(secrets(), json)) return code(3102);
    try {
      JSON.parse(json);
      return undefined;
    } catch {
      return code(3400);
    }
  }

  return {
    spoil,
    refuse(path, request) {
      if (isShut && firstInvalidAt !== undefined && now() - firstInvalidAt < LOCK_MS) {
        count.locked += 1;
        return answer({ name: 'Unauthorized', code: 0, status: 401 }, 401);
      }
      isShut = false;
      if (overLimit(path)) {
        count.limited += 1;
        return answer({ name: 'Service Unavailable', message: 'Rate limit exceeded.', code: 0, status: 429 });
      }
      const wrong = proof(request);
      return wrong && spoil(wrong);
    },
    get invalid() {
      return count.invalid;
    },
    get locked() {
      return count.locked;
    },
    get limited() {
      return count.limited;
    },
  };
}
