import { DEFAULT_SECURITY, type SecuritySettings } from '@ringback/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOORS, onlyFrom, whyNotFrom } from './access.ts';

const at = new Date('2026-03-02T09:00:00Z');
const KYIV = '203.0.113.7';
const BERLIN = '198.51.100.9';
const countryOf = (address: string) => ({ [KYIV]: 'UA', [BERLIN]: 'DE' })[address];

const asked = (security: Partial<SecuritySettings>, address: string, agentId = 'olena', when = at) =>
  DOORS.map((door) =>
    whyNotFrom({
      ...{ door, address, agentId, countryOf, at: when },
      security: { ...DEFAULT_SECURITY, ...security },
    }),
  );
const rule = (one: SecuritySettings['sip']) => ({ sip: one, sessions: one, tokens: one });
const IN = [undefined, undefined, undefined];

describe('Rule 15: phones, people and programs come in', () => {
  it('from anywhere, as long as nothing else is said', () => {
    expect(asked({}, BERLIN)).toEqual(IN);
  });

  it('from a white list of addresses and networks, and from nowhere else', () => {
    const list = rule({ mode: 'list', addresses: ['203.0.113.0/24', '2001:db8::/32'], countries: [] });
    expect(asked(list, KYIV)).toEqual(IN);
    expect(asked(list, '::ffff:203.0.113.200')).toEqual(IN);
    expect(asked(list, '2001:db8::1')).toEqual(IN);
    for (const why of asked(list, BERLIN)) expect(why).toBe(`${BERLIN} is not on the list of addresses`);
    for (const why of asked(list, '2001:db9::1')) expect(why).toContain('not on the list');
  });

  it('from one country; a private network is in none, and an address that nobody knows is abroad', () => {
    const ukraine = rule({ mode: 'country', addresses: [], countries: ['UA'] });
    expect(asked(ukraine, KYIV)).toEqual(IN);
    expect(asked(ukraine, '192.168.1.20')).toEqual(IN);
    for (const why of asked(ukraine, BERLIN)) expect(why).toBe(`${BERLIN} is in DE`);
    for (const why of asked(ukraine, '192.0.2.1')) expect(why).toContain('is not known');
  });

  it('by a rule of their own while it lasts: its last day is one of it, the next one is not', () => {
    const settings = {
      ...rule({ mode: 'list', addresses: ['203.0.113.0/24'], countries: [] }),
      personal: [
        {
          ...{ agent: 'olena', mode: 'country' as const, addresses: [], countries: ['DE'] },
          until: '2026-03-04',
        },
      ],
    };
    expect(asked(settings, BERLIN)).toEqual(IN);
    expect(asked(settings, BERLIN, 'andriy')).not.toEqual(IN);
    expect(asked(settings, BERLIN, 'olena', new Date('2026-03-04T23:59:59.999Z'))).toEqual(IN);
    for (const why of asked(settings, BERLIN, 'olena', new Date('2026-03-05T00:00:00Z')))
      expect(why).toContain('not on the list');
  });

  it('always from what the firm trusts', () => {
    const list = rule({ mode: 'list', addresses: ['203.0.113.0/24'], countries: [] });
    expect(asked({ ...list, trusted: [BERLIN] }, BERLIN)).toEqual(IN);
  });
});

describe('What the PBX is told to hear', () => {
  const list = { mode: 'list' as const, addresses: [KYIV], countries: [] };

  it('is everybody as soon as one rule needs more than addresses', () => {
    const personal = [{ agent: 'olena', mode: 'country' as const, addresses: [], countries: ['DE'] }];
    expect(onlyFrom({ ...DEFAULT_SECURITY, sip: list, personal }, at)).toBeUndefined();
    expect(onlyFrom({ ...DEFAULT_SECURITY, sip: list }, at)).toEqual(['127.0.0.0/8', '::1', KYIV]);
  });

  it('never keeps out whom the rules let in', () => {
    const network = fc.constantFrom('203.0.113.0/24', '198.51.100.0/24', KYIV, BERLIN, '192.0.2.0/25');
    const one = fc.record({
      mode: fc.constantFrom('anywhere' as const, 'list' as const, 'country' as const),
      addresses: fc.array(network, { maxLength: 3 }),
      countries: fc.subarray(['UA', 'DE']),
    });
    const personal = fc.array(
      fc.tuple(one, fc.constantFrom('olena', 'andriy')).map(([own, agent]) => ({ ...own, agent })),
      { maxLength: 2 },
    );
    const address = fc.constantFrom(KYIV, BERLIN, '192.0.2.1', '192.0.2.200', '203.0.113.1');
    fc.assert(
      fc.property(one, personal, address, (sip, own, from) => {
        const security = { ...DEFAULT_SECURITY, sip, personal: own };
        const only = onlyFrom(security, at);
        const lets = ['olena', 'andriy'].some(
          (agentId) =>
            whyNotFrom({ door: 'sip', address: from, agentId, security, countryOf, at }) === undefined,
        );
        if (!lets || !only) return;
        const list = { mode: 'list' as const, addresses: [...only], countries: [] };
        const heard = { ...DEFAULT_SECURITY, sip: list, trusted: [] };
        expect(whyNotFrom({ door: 'sip', address: from, security: heard, countryOf, at })).toBeUndefined();
      }),
    );
  });
});
