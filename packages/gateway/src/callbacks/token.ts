/** Tokens of visitors: who asked for a callback may read and cancel it, who joined may only read. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 192 bits: nobody guesses it. */
export function newCallbackToken(): string {
  return randomBytes(24).toString('base64url');
}

/** The second one who asks for the same number follows the same callback, but cannot cancel what another asked for. */
export function joinedToken(token: string): string {
  return createHash('sha256').update(`joined:${token}`).digest('base64url');
}

export type CallbackRight = 'own' | 'joined';

/** In constant time, whatever the lengths are. */
export function callbackRight(stored: string, given: string): CallbackRight | undefined {
  const own = same(stored, given);
  const joined = same(joinedToken(stored), given);
  return own ? 'own' : joined ? 'joined' : undefined;
}

function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
