/** The permission table, cell by cell (requirements, rules 10 and 11): E employee, H group head, M marketer, A accountant, C company head, T technical administrator. */
import { describe, expect, it } from 'vitest';
import { may, type Permission, PERMISSIONS, ROLE_PERMISSIONS, type Role, ROLES } from './permissions.ts';

const LETTERS: Record<string, Role> = {
  E: 'employee',
  H: 'group-head',
  M: 'marketer',
  A: 'accountant',
  C: 'company-head',
  T: 'administrator',
};

const TABLE: Record<Permission, string> = {
  'calls.own': 'EHACT',
  'calls.group': 'H',
  'calls.all': 'CT',
  'calls.dial': 'EHACT',
  'calls.export': 'HCT',
  'recordings.own': 'EHACT',
  'recordings.group': 'H',
  'recordings.all': 'CT',
  'recordings.delete': 'CT',
  'numbers.full': 'EHACT',
  'parties.read': 'EHCT',
  'parties.write': 'EHCT',
  'crm.read': 'EHCT',
  'crm.write': 'EHCT',
  'mail.use': 'EHCT',
  'processes.manage': 'HCT',
  'missed.handle': 'EHCT',
  'campaigns.manage': 'HCT',
  'statistics.read': 'HMCT',
  'routing.read': 'HCT',
  'routing.group': 'H',
  'finance.read': 'AC',
  'integrations.manage': 'CT',
  'settings.write': 'T',
  'people.manage': 'T',
};

describe.each(Object.entries(LETTERS))('%s', (letter, role) => {
  it.each(PERMISSIONS)(`${role}: %s`, (permission) => {
    expect(may({ role }, permission)).toBe(TABLE[permission].includes(letter));
  });
});

it('The table is about every role and every permission, and grants none twice', () => {
  expect(Object.values(LETTERS)).toEqual([...ROLES]);
  expect(Object.keys(TABLE)).toEqual([...PERMISSIONS]);
  for (const role of ROLES) expect(new Set(ROLE_PERMISSIONS[role]).size).toBe(ROLE_PERMISSIONS[role].length);
});

it.each(['employee', 'group-head', 'marketer'] as const)(
  'Rule 11: technical settings and finance are closed to the %s',
  (role) => {
    expect([may({ role }, 'settings.write'), may({ role }, 'finance.read')]).toEqual([false, false]);
  },
);
