/** Work that a page shows before it may ask: hashes of altcha's solver. Each solution is good once. */
import { randomBytes } from 'node:crypto';
import { createChallenge, extractParams, verifySolution } from 'altcha-lib/v1';
import type { CallbackOffer } from '@ringback/model';

/** How long a challenge may be worked on, in ms. */
const LIFE_MS = 10 * 60_000;
/** Solutions that are remembered at most; a script that has bought so many has paid for them. */
export const MOST_SPENT = 100_000;

export type Challenge = NonNullable<CallbackOffer['challenge']>;

export interface Proofs {
  challenge(siteKey: string, work: number): Promise<Challenge>;
  /** True once for each solution of a challenge of this site that asked for at least half of the work that is asked for now. */
  spend(siteKey: string, proof: string, work: number): Promise<boolean>;
  /** Solutions that are remembered. */
  readonly remembered: number;
}

export function createProofs({ now, most = MOST_SPENT }: { now: () => Date; most?: number }): Proofs {
  // Of this process: after a restart pages are given a new challenge, and solve it.
  const hmacKey = randomBytes(32).toString('hex');
  const spent = new Map<string, number>();

  function remember(challenge: string): boolean {
    const time = now().getTime();
    for (const [one, until] of spent) {
      if (until > time && spent.size < most) break;
      spent.delete(one);
    }
    if (spent.has(challenge)) return false;
    spent.set(challenge, time + LIFE_MS);
    return true;
  }

  return {
    async challenge(siteKey, work) {
      const made = await createChallenge({
        hmacKey,
        maxnumber: work,
        params: { site: siteKey, work: String(work), until: String(now().getTime() + LIFE_MS) },
      });
      return { ...made, maxnumber: work };
    },
    async spend(siteKey, proof, work) {
      const given = parse(proof);
      if (!given) return false;
      const { site, until, work: shown } = extractParams(given);
      // Pressure may have doubled while the page worked: that is not its fault.
      if (site !== siteKey || Number(shown) * 2 < work || !(Number(until) > now().getTime())) return false;
      return (await verifySolution(given, hmacKey, false)) && remember(given.challenge);
    },
    get remembered() {
      return spent.size;
    },
  };
}

type Payload = Exclude<Parameters<typeof verifySolution>[0], string>;

function parse(proof: string): Payload | undefined {
  try {
    const value = JSON.parse(Buffer.from(proof, 'base64').toString()) as Partial<Payload>;
    const whole =
      value.algorithm === 'SHA-256' &&
      typeof value.challenge === 'string' &&
      typeof value.salt === 'string' &&
      typeof value.signature === 'string' &&
      Number.isSafeInteger(value.number);
    return whole ? (value as Payload) : undefined;
  } catch {
    return undefined;
  }
}
