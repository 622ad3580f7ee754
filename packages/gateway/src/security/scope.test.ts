import { DEFAULT_SETTINGS, type Role } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import { group, person, rules } from '../routing/routing.fixtures.ts';
import { callScope, recordingScope } from './scope.ts';

const of = (role: Role) => person('vira', { role }).agent;
const sales = rules({ groups: [group('sales', ['anna', 'boris'], { heads: ['vira'] })] });

describe('Rule 10: recordings are heard', () => {
  it('by an employee: those of his own talks', () => {
    expect(recordingScope(of('employee'), sales)).toEqual(['vira']);
  });

  it('by the head of a group: also those of its members', () => {
    expect(recordingScope(of('group-head'), sales)).toEqual(['vira', 'anna', 'boris']);
  });

  it('by a head who heads no group, or in a firm that has none: only his own, and so are the calls', () => {
    const others = rules({ groups: [group('support', ['anna'], { heads: ['boris'] })] });
    for (const settings of [others, DEFAULT_SETTINGS]) {
      expect(recordingScope(of('group-head'), settings)).toEqual(['vira']);
      expect(callScope(of('group-head'), settings)).toEqual(['vira']);
    }
  });

  it('by the head of the company: everybody’s; by a marketer: none', () => {
    expect(recordingScope(of('company-head'), sales)).toBeUndefined();
    expect(recordingScope(of('marketer'), sales)).toEqual([]);
  });
});
