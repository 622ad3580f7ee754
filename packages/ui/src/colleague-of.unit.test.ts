import { expect, it } from 'vitest';
import { colleagueOf } from './colleague-of.ts';

const agent = { id: 'olena', name: 'Olena' };
const colleague = { id: 'andriy', name: 'Andriy' };

it.each([
  ['the one who has called', 'olena', colleague],
  ['whoever else reads the log', 'head', colleague],
  ['somebody whom nobody has named yet', undefined, colleague],
  ['the one who was called', 'andriy', agent],
])('%s sees the other end', (_who, self, seen) => {
  expect(colleagueOf({ agent, colleague }, self)).toBe(seen);
});

it('A call with the world has no colleague at its other end', () => {
  expect(colleagueOf({ agent }, undefined)).toBeUndefined();
  expect(colleagueOf({ agent }, 'olena')).toBeUndefined();
});
