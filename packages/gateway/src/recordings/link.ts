/** Signed addresses of recordings: a player sends no token and no cookie of ours. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Store } from '../store/contract.ts';

/** Long enough to listen to a talk with pauses, in ms. */
export const LINK_LASTS_MS = 15 * 60 * 1000;

export interface Signed {
  /** Seconds since the epoch. */
  expires: number;
  signature: string;
}

export interface Signer {
  sign(id: string): Promise<Signed>;
  /** Whether we signed it, and it has not ended. */
  verify(id: string, signed: Signed): Promise<boolean>;
}

export function createSigner(store: Pick<Store, 'secret'>, now: () => Date): Signer {
  let key: Promise<string> | undefined;
  async function signature(id: string, expires: number): Promise<string> {
    key ??= store.secret('recording-links', () => randomBytes(32).toString('base64url'));
    return createHmac('sha256', await key)
      .update(`${id} ${expires}`)
      .digest('base64url');
  }
  return {
    async sign(id) {
      const expires = Math.ceil((now().getTime() + LINK_LASTS_MS) / 1000);
      return { expires, signature: await signature(id, expires) };
    },
    async verify(id, { expires, signature: given }) {
      const wanted = await signature(id, expires);
      // As they are written: the last letter of a signature has bits that say nothing, and four of them would do.
      const [claimed, own] = [Buffer.from(given), Buffer.from(wanted)];
      const ours = claimed.length === own.length && timingSafeEqual(claimed, own);
      return ours && expires * 1000 > now().getTime();
    },
  };
}
