import { describe, expect, it } from 'vitest';
import { createOpencartHarness } from './simulator.ts';

describe('an OpenCart shop that is asked more than it may be', () => {
  it('takes what has waited for minutes: a request is signed when it is sent', async () => {
    const { crm, clock, seed, wire } = await createOpencartHarness();
    const phones = await seed.many(3500);
    const found = await clock.run(() =>
      Promise.all(phones.map(async (phone) => (await crm.parties?.findByPhone(phone))?.length)),
    );
    expect(new Set(found)).toEqual(new Set([1]));
    expect(wire?.limited).toBe(0);
    // Six minutes of virtual time are much work for a busy machine.
  }, 60_000);
});
