import { describe, expect, it } from 'vitest';
import { Digest, type DigestAnswer, ha1Of, md5, parseAuthorization, REALM } from './digest.ts';

function setUp() {
  let now = 0;
  const digest = new Digest(() => now);
  const nonceOf = (): string => /nonce="([^"]+)"/.exec(digest.challenge(false))![1]!;
  const answer = (nonce: string, over: Partial<DigestAnswer> = {}, password = 'secret'): DigestAnswer => {
    const nc = over.nc ?? '00000001';
    const ha2 = md5('REGISTER:sip:pbx.invalid');
    const response = md5(`${ha1Of('101', password)}:${nonce}:${nc}:c0:auth:${ha2}`);
    return {
      username: '101',
      realm: REALM,
      nonce,
      uri: 'sip:pbx.invalid',
      response,
      algorithm: 'MD5',
      qop: 'auth',
      nc,
      cnonce: 'c0',
      ...over,
    };
  };
  const verify = (one: DigestAnswer) => digest.verify('REGISTER', one, ha1Of('101', 'secret'));
  return { digest, nonceOf, answer, verify, advance: (seconds: number) => void (now += seconds * 1000) };
}

describe('digest authentication', () => {
  it('agrees with the example of RFC 2617 on how a response is made', () => {
    const ha1 = md5('Mufasa:testrealm@host.com:Circle Of Life');
    const ha2 = md5('GET:/dir/index.html');
    expect(md5(`${ha1}:dcd98b7102dd2f0e8b11d0f600bfb0c093:00000001:0a4f113b:auth:${ha2}`)).toBe(
      '6629fae49393a05397450978507c4ef1',
    );
  });

  it('lets in who knows the password', () => {
    const { nonceOf, answer, verify } = setUp();
    expect(verify(answer(nonceOf()))).toBe('ok');
  });

  it('takes a nonce again with a higher count, and not with the same', () => {
    const { nonceOf, answer, verify } = setUp();
    const nonce = nonceOf();
    expect(verify(answer(nonce))).toBe('ok');
    expect(verify(answer(nonce))).toBe('stale');
    expect(verify(answer(nonce, { nc: '00000002' }))).toBe('ok');
  });

  it('asks to sign again when the nonce is old', () => {
    const { nonceOf, answer, verify, advance, digest } = setUp();
    const nonce = nonceOf();
    advance(301);
    expect(verify(answer(nonce))).toBe('stale');
    expect(digest.challenge(true)).toContain('stale=true');
  });

  it.each<[string, Partial<DigestAnswer>, string?]>([
    ['a wrong password', {}, 'guess'],
    ['another realm', { realm: 'other' }],
    ['another algorithm', { algorithm: 'SHA-256' }],
    ['no qop', { qop: '' }],
    ['a count that is none', { nc: 'zz' }],
    ['no cnonce', { cnonce: '' }],
    ['another address than was signed', { uri: 'sip:elsewhere.invalid' }],
  ])('refuses %s', (_what, over, password) => {
    const { nonceOf, answer, verify } = setUp();
    expect(verify(answer(nonceOf(), over, password))).toBe('wrong');
  });

  it('does not take a nonce that it never gave', () => {
    const { answer, verify } = setUp();
    expect(verify(answer('0-made-up.0123456789'))).toBe('stale');
  });

  it('reads a header with commas in quotes, and nothing else than Digest', () => {
    const header =
      'Digest username="a,b", realm="r", nonce="n", uri="sip:x", response="d", qop=auth, nc=00000001, cnonce="c"';
    expect(parseAuthorization(header)).toMatchObject({ username: 'a,b', algorithm: 'MD5', qop: 'auth' });
    expect(parseAuthorization('Basic YTpi')).toBeUndefined();
    expect(parseAuthorization('Digest username="a"')).toBeUndefined();
  });
});
