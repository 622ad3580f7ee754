import type { Crm } from '@ringback/adapters';
import { type Agent, ROLES } from '@ringback/model';
import { expect, it } from 'vitest';
import { abilitiesOf } from './abilities.ts';

const crm = { manifest: {} } as Crm;
const records = (role: Agent['role'], pbx: boolean): boolean =>
  abilitiesOf({ role } as Agent, crm, { messages: false, records: pbx }).includes('recordings.set');

it('a talk is recorded on a button by whoever talks and may hear himself, where calls are recorded', () => {
  expect(ROLES.filter((role) => records(role, true))).toEqual(ROLES.filter((role) => role !== 'marketer'));
  expect(ROLES.filter((role) => records(role, false))).toEqual([]);
});
