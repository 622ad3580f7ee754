import { describe, expect, it } from 'vitest';
import { andriy, maria, olena } from '../calls/calls.fixtures.ts';
import { chooseCandidates } from './candidates.ts';
import { createPresence } from './presence.ts';

const agents = [olena, andriy, maria];

describe('who is rung', () => {
  it('agents who take calls, are there, and do not talk', () => {
    const choice = chooseCandidates(agents, new Set(['101', '102', '103']), new Set([olena.id]));
    expect(choice.free).toEqual([andriy]);
    expect(choice.group).toEqual([olena, andriy]);
    expect(choice.allBusy).toBe(false);
  });

  it('tells a firm where all talk from one where nobody is', () => {
    expect(chooseCandidates(agents, new Set(['101']), new Set([olena.id])).allBusy).toBe(true);
    expect(chooseCandidates(agents, new Set(['103']), new Set()).allBusy).toBe(false);
  });
});

describe('who is there', () => {
  it('is what the last snapshot said, and what changed since', async () => {
    const presence = createPresence();
    presence.changed('101', true);
    const snapshot = Promise.withResolvers<string[]>();
    const renewed = presence.renew(() => snapshot.promise);
    presence.changed('103', true);
    presence.changed('102', false);
    snapshot.resolve(['102', '104']);
    await renewed;
    expect([...presence.online].sort()).toEqual(['103', '104']);
  });

  it('is kept when the snapshot cannot be had', async () => {
    const presence = createPresence();
    presence.changed('101', true);
    await expect(presence.renew(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect([...presence.online]).toEqual(['101']);
  });
});
