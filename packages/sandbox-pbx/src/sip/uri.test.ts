import { describe, expect, it } from 'vitest';
import { formatNameAddr, parseNameAddr, parseUri, splitList } from './uri.ts';

describe('a SIP address', () => {
  it.each([
    ['sip:101@pbx.invalid', '101', 'pbx.invalid'],
    ['sip:+380501112233@PBX.invalid:5060;transport=ws', '+380501112233', 'pbx.invalid:5060'],
    ['sips:%D0%9E@pbx.invalid?x=y', 'О', 'pbx.invalid'],
    ['sip:101:secret@pbx.invalid', '101', 'pbx.invalid'],
    ['sip:pbx.invalid', '', 'pbx.invalid'],
  ])('%s is read', (text, user, host) => {
    expect(parseUri(text)).toMatchObject({ user, host, text });
  });

  it.each(['', 'tel:+380501112233', 'sip:', 'sip:a b@c', 'sip:%zz@b', 'javascript:alert(1)'])(
    '%j is none',
    (text) => {
      expect(parseUri(text)).toBeUndefined();
    },
  );

  it('keeps parameters of the header apart from those of the address', () => {
    const bracketed = parseNameAddr('"A; <B>" <sip:a@b;transport=ws>;expires=60;+sip.instance="<urn:x>"');
    expect(bracketed?.name).toBe('A; <B>');
    expect(bracketed?.uri.params.get('transport')).toBe('ws');
    expect(bracketed?.params).toEqual(
      new Map([
        ['expires', '60'],
        ['+sip.instance', '<urn:x>'],
      ]),
    );
    expect(parseNameAddr('sip:a@b;tag=1')?.params.get('tag')).toBe('1');
  });

  it('cannot be broken out of by a name that somebody typed', () => {
    const text = formatNameAddr('Eve"\r\nVia: x <sip:evil@evil>', '+38\r\n050', 'pbx.invalid');
    expect(text).not.toMatch(/[\r\n]/);
    expect(parseNameAddr(text)).toMatchObject({
      name: 'Eve"  Via: x <sip:evil@evil>',
      uri: { user: '+38\r\n050', host: 'pbx.invalid' },
    });
  });

  it('is one of a list, whatever stands in quotes', () => {
    expect(splitList('"a, b" <sip:a@b>, <sip:c@d;x=1,2>')).toEqual(['"a, b" <sip:a@b>', '<sip:c@d;x=1,2>']);
  });
});
