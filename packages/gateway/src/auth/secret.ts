/** Session secrets and tokens: 256 random bits for the browser, their SHA-256 for the store. */
import { createHash, randomBytes } from 'node:crypto';

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A secret of full entropy needs no salt and no slow hash; a stolen store still opens no session. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
