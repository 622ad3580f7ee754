import type { Party, PartyMatch } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import { mergeMatches } from './merge-matches.ts';

const AT = '2026-03-02T09:00:00.000Z';

function match(system: string, name: string, change: Partial<Party> = {}, score = 1): PartyMatch {
  const party = {
    system,
    id: `${system}-${name}`,
    name,
    kind: 'client',
    phones: ['+380671112233'],
    createdAt: AT,
    updatedAt: AT,
  };
  return { party: { ...party, ...change }, score, why: 'phone' };
}

const shown = (matches: readonly PartyMatch[]) => matches.map(({ party, score }) => [party.id, score]);

describe('answers of several systems', () => {
  it('the same customer in two is one, with what the other knows besides', () => {
    const merged = mergeMatches([
      [match('crm', 'Ганна', { email: 'hanna@crm.example' })],
      [match('shop', 'Hanna', { email: 'hanna@shop.example', address: 'Київ' })],
    ]);
    expect(shown(merged)).toEqual([['crm-Ганна', 1]]);
    expect(merged[0]?.party).toMatchObject({ name: 'Ганна', email: 'hanna@crm.example', address: 'Київ' });
  });

  it('whom only the other knows is shown as he is there', () => {
    expect(shown(mergeMatches([[], [match('shop', 'Ганна')]]))).toEqual([['shop-Ганна', 1]]);
  });

  it('nobody is certain where two systems are sure of somebody else', () => {
    const other = match('shop', 'Петро', { phones: ['+380501112233'] });
    expect(shown(mergeMatches([[match('crm', 'Ганна')], [other]]))).toEqual([
      ['crm-Ганна', 0.9],
      ['shop-Петро', 0.9],
    ]);
  });

  it('several on both sides are told apart by name', () => {
    const crm = [match('crm', 'Ганна', {}, 0.7), match('crm', 'Петро', {}, 0.7)];
    const shop = [match('shop', 'ганна', { address: 'Київ' }, 0.7), match('shop', 'Олег', {}, 0.7)];
    const merged = mergeMatches([crm, shop]);
    expect(shown(merged)).toEqual([
      ['crm-Ганна', 0.7],
      ['crm-Петро', 0.7],
      ['shop-Олег', 0.7],
    ]);
    expect(merged[0]?.party.address).toBe('Київ');
  });
});
