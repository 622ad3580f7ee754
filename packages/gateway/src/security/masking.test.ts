import { DEFAULT_ROUTING, type Settings } from '@ringback/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRig, CUSTOMER, olena } from '../calls/calls.fixtures.ts';
import { group } from '../routing/routing.fixtures.ts';
import { callerShown, maskDeep, maskText, seesNumbers } from './masking.ts';

const couriers: Pick<Settings, 'routing'> = {
  routing: { ...DEFAULT_ROUTING, groups: [group('couriers', ['olena'], { maskNumbers: true })] },
};

describe('A masked number', () => {
  it.each([
    ['+380671112233', '+38•••33'],
    ['067 111-22-33', '06•••33'],
    ['(067) 111 22 33', '(06•••33'],
    ['Taras, +380 67 111 22 33, wants 2 chairs', 'Taras, +38•••33, wants 2 chairs'],
    ['101', '101'],
    ['order 4711 of 2026', 'order 4711 of 2026'],
  ])('%s is shown as %s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it('is left in nothing, however deep it stands and however it is written', () => {
    const digits = '380671112233';
    const written = fc.constantFrom(
      `+${digits}`,
      digits,
      '380 67 111 22 33',
      '+38 (067) 111-22-33',
      'tel:+380671112233',
    );
    const key = fc.constantFrom('number', 'comment', 'phones', 'name', 'detail', 'data');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        written,
        fc.string(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(value, (one) => {
        expect(JSON.stringify(maskDeep(one)).replace(/\D/g, '')).not.toContain('671112233');
      }),
      { numRuns: 500 },
    );
  });

  it('spoils nothing by which the agent’s phone takes a talk over, and no address', () => {
    const session = {
      credential: {
        uri: 'sip:101@10.20.30.114',
        password: 'x2658922y',
        servers: ['wss://10.20.30.114:8089/ws'],
      },
      dialogs: [{ sipCallId: '89fe2658922f', localTag: 'co5j1u2u0r', remoteTag: '1ad2658922e9b3425a' }],
      url: 'https://calls.example/api/v1/recordings/1/audio?expires=1764480000&signature=Ab3_-9',
      deal: { url: 'https://crm.example/deals/12345678/' },
    };
    expect(maskDeep(session)).toEqual(session);
    expect(maskDeep(session.credential)).toEqual(session.credential);
    const page = 'https://shop.example/lamps/12345678?phone=380671112233';
    expect(maskDeep({ page })).toEqual({ page: 'https://shop.example/lamps/12345678?phone=38•••33' });
    expect(maskDeep({ url: 'tel:+380671112233' })).toEqual({ url: 'tel:+38•••33' });
  });

  it('spoils no ids, no times and none of our own lines', () => {
    const call = {
      id: '12345678-0000-4000-8000-123456789012',
      callId: 'c-380671112233',
      startedAt: '2026-03-02T09:00:00.000Z',
      days: { from: '2026-03-02', to: '2026-03-08' },
      line: '+380441234567',
      durationSeconds: 12,
    };
    expect(maskDeep(call)).toEqual(call);
  });
});

describe('Whose phone shows a number', () => {
  it('is decided by role and group; a head sees the numbers of his own group', () => {
    expect(seesNumbers(olena, couriers)).toBe(false);
    expect(seesNumbers({ ...olena, id: 'andriy' }, couriers)).toBe(true);
    expect(seesNumbers({ ...olena, id: 'marta', role: 'marketer' }, couriers)).toBe(false);
    const headed = {
      routing: {
        ...couriers.routing,
        groups: [group('c', ['olena'], { maskNumbers: true, heads: ['olena'] })],
      },
    };
    expect(seesNumbers(olena, headed)).toBe(true);
  });

  it("keeps a colleague's extension, and a name that is none", () => {
    expect(callerShown(olena, { number: '102', name: 'Andriy' }, couriers)).toEqual({
      number: '102',
      name: 'Andriy',
    });
    expect(callerShown(olena, { number: CUSTOMER, name: CUSTOMER }, couriers)).toEqual({
      number: '',
      name: '+38•••33',
    });
  });

  it('holds for the INVITE of every call: a courier is rung without the number', async () => {
    const rig = await createRig();
    rig.settings.routing = couriers.routing;
    rig.pbx.callIn({ from: CUSTOMER });
    await rig.settle();
    const shown = rig.pbx.originated.map(({ to, caller }) => [
      to.kind === 'device' && to.endpoint,
      caller.number,
    ]);
    expect(shown).toEqual([
      ['101', ''],
      ['102', CUSTOMER],
    ]);
    await rig.pass(30);
    await rig.close();
  });
});
