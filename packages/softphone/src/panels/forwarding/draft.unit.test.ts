import { describe, expect, it } from 'vitest';
import { type Draft, draftOf, newHours, newStep, patchOf } from './draft.ts';

const forwarding = [
  { on: ['busy' as const], to: { kind: 'agent' as const, agentId: 'agent-andriy' }, seconds: 15 },
  {
    on: ['no-answer' as const, 'offline' as const],
    to: { kind: 'number' as const, number: '+380501112233' },
    seconds: 20,
  },
];
const hours = { timeZone: 'Europe/Kyiv', hours: newHours(), holidays: ['2026-12-25'] };

describe('forwarding and hours that are being changed', () => {
  it('come back as they were when nothing was changed', () => {
    expect(patchOf(draftOf({ forwarding, hours }), hours, 'UTC')).toEqual({ forwarding, hours });
    expect(patchOf(draftOf({ forwarding: [] }), undefined, 'UTC')).toEqual({ forwarding: [], hours: null });
  });

  it('take the zone of the browser for hours that are new', () => {
    expect(patchOf({ steps: [], hours: newHours() }, undefined, 'Europe/Kyiv')).toMatchObject({
      hours: { timeZone: 'Europe/Kyiv', holidays: [] },
    });
  });

  it.each(['+380 (50) 111-22-33', '\u202a+380\u00a050 111\u206022 33\u202c'])(
    'read a number as people write it: %j',
    (number) => {
      const steps = [{ ...newStep(), number }];
      expect(patchOf({ steps, hours: undefined }, undefined, 'UTC')).toMatchObject({
        forwarding: [{ to: { kind: 'number', number: '+380501112233' } }],
      });
    },
  );

  const wrong: [string, Draft, string][] = [
    [
      'a number without its country',
      { steps: [{ ...newStep(), number: '050 111' }], hours: undefined },
      'wrongNumber',
    ],
    [
      'somebody who is tried never',
      { steps: [{ ...newStep(), to: 'a', on: [] }], hours: undefined },
      'noReason',
    ],
    [
      'a day that ends before it begins',
      { steps: [], hours: [{ days: ['monday'], from: '18:00', to: '09:00' }] },
      'wrongHours',
    ],
    ['hours on no day', { steps: [], hours: [{ days: [], from: '09:00', to: '18:00' }] }, 'wrongHours'],
  ];
  it.each(wrong)('are refused with a reason: %s', (_what, draft, problem) => {
    expect(patchOf(draft, undefined, 'UTC')).toBe(problem);
  });
});
