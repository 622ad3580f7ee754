/** Tokens of visitors: who asked for a callback may read and cancel it, who joined may only read. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** By what a page knows its own request again; the key is that page's secret. */
export interface OwnKey {
  siteKey: string;
  /** E.164; empty where the visitor calls from his browser. */
  number: string;
  key: string;
}

/** 192 bits: nobody guesses it. With a key always the same one, so that whose answer was lost asks again and owns it. */
export function newCallbackToken(of?: OwnKey): string {
  if (!of) return randomBytes(24).toString('base64url');
  const own = JSON.stringify(['own', of.siteKey, of.number, of.key]);
  return createHash('sha256').update(own).digest('base64url');
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
