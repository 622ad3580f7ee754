/** Digest authentication (RFC 7616 with MD5 and qop=auth, which is what SIP phones in browsers speak). */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { splitList, unquote } from './uri.ts';

export const REALM = 'ringback-sandbox';
/** A nonce is good for this long; later the phone gets `stale=true` and signs again by itself. */
const NONCE_SECONDS = 300;
/** A phone keeps one nonce and counts it up; many phones in many tabs are still far below. */
const MAX_NONCES = 5000;

export interface DigestAnswer {
  username: string;
  realm: string;
  nonce: string;
  uri: string;
  response: string;
  algorithm: string;
  qop: string;
  nc: string;
  cnonce: string;
}

export type DigestVerdict = 'ok' | 'stale' | 'wrong';

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

export function ha1Of(username: string, password: string): string {
  return md5(`${username}:${REALM}:${password}`);
}

/** Reads `Authorization: Digest …`; `undefined` when it is something else or incomplete. */
export function parseAuthorization(value: string): DigestAnswer | undefined {
  const match = /^Digest\s+(.+)$/is.exec(value);
  if (!match) return undefined;
  const fields = new Map<string, string>();
  for (const part of splitList(match[1]!)) {
    const at = part.indexOf('=');
    if (at > 0) fields.set(part.slice(0, at).trim().toLowerCase(), unquote(part.slice(at + 1).trim()));
  }
  const field = (name: string): string => fields.get(name) ?? '';
  if (!field('username') || !field('nonce') || !field('response') || !field('uri')) return undefined;
  return {
    username: field('username'),
    realm: field('realm'),
    nonce: field('nonce'),
    uri: field('uri'),
    response: field('response'),
    algorithm: field('algorithm') || 'MD5',
    qop: field('qop'),
    nc: field('nc'),
    cnonce: field('cnonce'),
  };
}

/** Nonces carry their own time, signed, so that garbage costs no memory; counts are kept against replay. */
export class Digest {
  readonly #key = randomBytes(32);
  readonly #now: () => number;
  readonly #counts = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  challenge(stale: boolean): string {
    const nonce = this.#sign(`${this.#now().toString(36)}-${randomBytes(9).toString('hex')}`);
    return `Digest realm="${REALM}", nonce="${nonce}", algorithm=MD5, qop="auth"${stale ? ', stale=true' : ''}`;
  }

  verify(method: string, answer: DigestAnswer, ha1: string): DigestVerdict {
    if (answer.realm !== REALM || answer.algorithm.toUpperCase() !== 'MD5') return 'wrong';
    if (answer.qop !== 'auth' || !/^[0-9a-f]{8}$/i.test(answer.nc) || !answer.cnonce) return 'wrong';
    const ha2 = md5(`${method}:${answer.uri}`);
    const expected = md5(`${ha1}:${answer.nonce}:${answer.nc}:${answer.cnonce}:auth:${ha2}`);
    if (!sameText(expected, answer.response.toLowerCase())) return 'wrong';
    return this.#useNonce(answer.nonce, Number.parseInt(answer.nc, 16)) ? 'ok' : 'stale';
  }

  /** False for a nonce that is too old, not ours, or whose count was used before. */
  #useNonce(nonce: string, count: number): boolean {
    const body = nonce.split('.')[0] ?? '';
    if (!sameText(this.#sign(body), nonce)) return false;
    const bornAt = Number.parseInt(body.split('-')[0] ?? '', 36);
    if (this.#now() - bornAt > NONCE_SECONDS * 1000) {
      this.#counts.delete(nonce);
      return false;
    }
    if (count <= (this.#counts.get(nonce) ?? 0)) return false;
    this.#counts.set(nonce, count);
    const oldest = this.#counts.size > MAX_NONCES ? this.#counts.keys().next().value : undefined;
    if (oldest !== undefined) this.#counts.delete(oldest);
    return true;
  }

  #sign(body: string): string {
    return `${body}.${createHmac('sha256', this.#key).update(body).digest('hex').slice(0, 32)}`;
  }
}

/** Compares in constant time, whatever the lengths. */
export function sameText(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
