import { describe, expect, it } from 'vitest';
import { may, type Permission, PERMISSIONS, type Role, ROLES } from './agent.ts';

/** Recordings, cell by cell (S080, S097–S101): own talks by those who talk, all by heads, deleting by the head of the firm. */
const RECORDINGS: Record<Extract<Permission, `recordings.${string}`>, Record<Role, boolean>> = {
  'recordings.own': {
    employee: true,
    'group-head': true,
    marketer: false,
    accountant: true,
    'company-head': true,
    administrator: true,
  },
  'recordings.all': {
    employee: false,
    'group-head': true,
    marketer: false,
    accountant: false,
    'company-head': true,
    administrator: true,
  },
  'recordings.delete': {
    employee: false,
    'group-head': false,
    marketer: false,
    accountant: false,
    'company-head': true,
    administrator: true,
  },
};

describe.each(ROLES)('%s', (role) => {
  it.each(Object.keys(RECORDINGS) as (keyof typeof RECORDINGS)[])('%s', (permission) => {
    expect(may(role, permission)).toBe(RECORDINGS[permission][role]);
  });
});

it('names no permission that there is not', () => {
  expect(PERMISSIONS).toEqual(expect.arrayContaining(Object.keys(RECORDINGS)));
});
