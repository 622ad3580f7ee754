import { beforeEach, describe, expect, it } from 'vitest';
import {
  type Clock,
  createClock,
  createFakeCrm,
  CUSTOMER,
  type FakeCrm,
  taras,
} from '../calls/calls.fixtures.ts';
import { createMatcher, MATCH_DEADLINE_MS, MATCH_TTL_MS, type Matcher } from './matcher.ts';

let clock: Clock;
let crm: FakeCrm;
let failures: unknown[];
let matcher: Matcher;
const nothingBefore = { calls: { last: async () => undefined } } as unknown as Parameters<
  typeof createMatcher
>[0]['store'];

beforeEach(() => {
  clock = createClock();
  crm = createFakeCrm([taras]);
  failures = [];
  matcher = createMatcher({
    crm,
    store: nothingBefore,
    now: clock.now,
    timers: clock,
    failed: (error) => failures.push(error),
  });
});

describe('who may be behind a number', () => {
  it('is asked once for all who ask at the same time and for half a minute', async () => {
    const [one, two] = await Promise.all([matcher.match(CUSTOMER), matcher.match(CUSTOMER)]);
    expect(one).toEqual(two);
    clock.pass(MATCH_TTL_MS - 1);
    await matcher.match(CUSTOMER);
    expect(crm.asked).toHaveLength(1);
    clock.pass(1);
    await matcher.match(CUSTOMER);
    expect(crm.asked).toHaveLength(2);
  });

  it('is not waited for longer than the deadline; the answer comes later', async () => {
    const release = crm.hold();
    const asked = matcher.inTime(CUSTOMER);
    clock.pass(MATCH_DEADLINE_MS);
    const { matches, late } = await asked;
    expect(matches).toEqual([]);
    release();
    expect(await late).toMatchObject([{ party: { id: taras.id } }]);
  });

  it('is nobody when the CRM fails: the call rings all the same, and the next one asks again', async () => {
    const works = crm.parties.findByPhone;
    crm.parties.findByPhone = () => Promise.reject(new Error('down'));
    expect(await matcher.inTime(CUSTOMER)).toEqual({ matches: [], late: undefined });
    expect(failures).toHaveLength(1);
    await expect(matcher.match(CUSTOMER)).rejects.toThrow('down');
    crm.parties.findByPhone = works;
    expect((await matcher.inTime(CUSTOMER)).matches).toHaveLength(1);
  });

  it('is nobody where the number is hidden, without asking', async () => {
    expect(await matcher.match('')).toEqual([]);
    expect(crm.asked).toEqual([]);
  });
});
