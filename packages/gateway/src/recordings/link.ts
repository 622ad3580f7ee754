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
  async function signature(id: string, expires: number): Promise<Buffer> {
    key ??= store.secret('recording-links', () => randomBytes(32).toString('base64url'));
    return createHmac('sha256', await key)
      .update(`${id} ${expires}`)
      .digest();
  }
  return {
    async sign(id) {
      const expires = Math.ceil((now().getTime() + LINK_LASTS_MS) / 1000);
      return { expires, signature: (await signature(id, expires)).toString('base64url') };
    },
    async verify(id, { expires, signature: given }) {
      const wanted = await signature(id, expires);
      const claimed = Buffer.from(given, 'base64url');
      const ours = claimed.length === wanted.length && timingSafeEqual(claimed, wanted);
      return ours && expires * 1000 > now().getTime();
    },
  };
}
