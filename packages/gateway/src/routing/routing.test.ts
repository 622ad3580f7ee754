import { DEFAULT_SELF, type PartyMatch } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import { andriy, maria, olena, taras } from '../calls/calls.fixtures.ts';
import { chooseCandidates } from './candidates.ts';
import { responsibleAgent } from './facts.ts';
import { createOccupancy } from './occupancy.ts';
import type { Person } from './people.ts';
import { createPresence } from './presence.ts';
import { AT } from './routing.fixtures.ts';

const person = (agent: Person['agent'], more: Partial<Person> = {}): Person => ({
  ...{ agent, self: DEFAULT_SELF, online: true, busy: false, ringing: false, idleSince: '', callsToday: 0 },
  ...more,
});
const choose = (...people: Person[]) =>
  chooseCandidates(new Map(people.map((one) => [one.agent.id, one])), AT);

describe('who is rung for a callback', () => {
  it('agents who take calls, are there, want calls, and do not talk', () => {
    const away = { ...DEFAULT_SELF, status: 'away' as const };
    const choice = choose(person(olena, { busy: true }), person(andriy), person(maria));
    expect(choice).toEqual({ free: [andriy], group: [olena, andriy], busy: [olena] });
    expect(choose(person(olena, { self: away }), person(andriy)).free).toEqual([andriy]);
  });

  it('tells a firm where all talk from one where nobody is', () => {
    expect(choose(person(olena, { busy: true })).busy).toEqual([olena]);
    expect(choose(person(olena, { online: false }), person(maria)).busy).toEqual([]);
  });
});

describe('who talks', () => {
  const ringing = (agentId: string) => ({ agentId, state: 'ringing' as const });
  const at = (id: string, state: 'ringing' | 'connected' | 'ended') => ({ id, state });

  it('is known in the moment of the decision, and who came free is told', () => {
    const occupancy = createOccupancy();
    let freed = 0;
    occupancy.onFreed(() => (freed += 1));
    occupancy.note(at('c1', 'ringing'), [ringing('olena'), ringing('andriy')]);
    expect([...occupancy.ringing()]).toEqual(['olena', 'andriy']);
    expect([...occupancy.ringing('c1')]).toEqual([]);
    occupancy.note(at('c1', 'connected'), [{ agentId: 'olena', state: 'answered' }]);
    expect([[...occupancy.busy()], freed]).toEqual([['olena'], 1]);
    occupancy.note(at('c1', 'ended'), []);
    expect([[...occupancy.busy()], freed]).toEqual([[], 2]);
  });
});

describe('the agent responsible for a customer', () => {
  const match = (responsible: NonNullable<PartyMatch['party']['responsible']>, score = 1): PartyMatch => ({
    party: { ...taras, responsible },
    score,
    why: 'phone',
  });
  const found = (...matches: PartyMatch[]) => responsibleAgent(matches, [olena, andriy, maria]);

  it('is found by the short number, the id or the mailbox that the system of record gives', () => {
    expect(found(match({ id: '17', extension: '102' }))).toBe('andriy');
    expect(found(match({ id: 'olena' }))).toBe('olena');
    expect(found(match({ id: '17', email: 'Olena@shop.example' }))).toBe('olena');
  });

  it('is nobody where he is unknown, has left, is a guess, or two records name two', () => {
    expect(found(match({ id: '17' }))).toBeUndefined();
    expect(found(match({ id: 'olena', available: false }))).toBeUndefined();
    expect(found(match({ id: 'olena' }, 0.5))).toBeUndefined();
    expect(found(match({ id: 'olena' }), match({ id: 'andriy' }))).toBeUndefined();
    expect(found(match({ id: 'olena' }), match({ id: 'olena' }))).toBe('olena');
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
