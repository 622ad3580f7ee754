import { describe, expect, it } from 'vitest';
import { parseMessage, readEnvelope, serialize, type SipRequest } from './message.ts';

const INVITE = [
  'INVITE sip:102@pbx.invalid SIP/2.0',
  'v: SIP/2.0/WS a.invalid;branch=z9hG4bK1, SIP/2.0/WS b.invalid;branch=z9hG4bK0',
  'f: "Olena, \\"Lena\\"" <sip:101@pbx.invalid>;tag=abc',
  't: <sip:102@pbx.invalid>',
  'i: call-1',
  'CSeq: 7 INVITE',
  'X-Folded: one',
  ' two',
  'Content-Length: 4',
  '',
  'v=0\n',
].join('\r\n');

describe('a SIP message', () => {
  it('is read with compact names, folded lines and several values in one header', () => {
    const message = parseMessage(INVITE) as SipRequest;
    expect(message).toMatchObject({
      kind: 'request',
      method: 'INVITE',
      uri: 'sip:102@pbx.invalid',
      body: 'v=0\n',
    });
    expect(message.headers.list('via')).toHaveLength(2);
    expect(message.headers.get('X-FOLDED')).toBe('one two');
    expect(readEnvelope(message)).toMatchObject({
      branch: 'z9hG4bK1',
      fromTag: 'abc',
      toTag: '',
      callId: 'call-1',
      cseq: 7,
      from: { name: 'Olena, "Lena"', uri: { user: '101', host: 'pbx.invalid' } },
    });
  });

  it('reads the same after it was written', () => {
    const message = parseMessage(INVITE)!;
    const again = parseMessage(serialize(message))!;
    expect(serialize(again)).toBe(serialize(message));
  });

  it('counts its length in bytes, so that a name in Cyrillic is not cut', () => {
    const message = parseMessage(INVITE)!;
    const text = serialize({ ...message, body: 'Олена' });
    expect(text).toContain('Content-Length: 10\r\n');
    expect(parseMessage(text)?.body).toBe('Олена');
  });

  it.each([
    ['nothing', ''],
    ['a line that is no start line', 'HELLO\r\n\r\n'],
    ['HTTP', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a header without a colon', 'OPTIONS sip:a@b SIP/2.0\r\nbroken\r\n\r\n'],
    ['a bare line feed inside a header', 'OPTIONS sip:a@b SIP/2.0\r\nVia: x\ny: z\r\n\r\n'],
    ['a body shorter than it says', INVITE.replace('Content-Length: 4', 'Content-Length: 400')],
    ['a length that is no number', INVITE.replace('Content-Length: 4', 'Content-Length: -1')],
    ['ten thousand headers', `OPTIONS sip:a@b SIP/2.0\r\n${'X: y\r\n'.repeat(10_000)}\r\n`],
  ])('is refused when it is %s', (_what, text) => {
    expect(parseMessage(text)).toBeUndefined();
  });

  it.each([
    ['the Via', /^v: .*\r\n/m],
    ['the From tag', /;tag=abc/],
    ['the Call-ID', /^i: .*\r\n/m],
    ['the CSeq', /^CSeq: .*\r\n/m],
    ['the branch', /branch=z9hG4bK1/],
  ])('has no envelope without %s', (_what, part) => {
    expect(readEnvelope(parseMessage(INVITE.replace(part, ''))!)).toBeUndefined();
  });

  it('has no envelope when the CSeq names another method', () => {
    expect(readEnvelope(parseMessage(INVITE.replace('7 INVITE', '7 BYE'))!)).toBeUndefined();
  });
});
