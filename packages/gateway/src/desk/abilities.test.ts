import type { Crm } from '@ringback/adapters';
import { type Agent, may, ROLES } from '@ringback/model';
import { expect, it } from 'vitest';
import { abilitiesOf } from './abilities.ts';

const crm = { manifest: {} } as Crm;
const records = (role: Agent['role'], pbx: boolean): boolean =>
  abilitiesOf({ role } as Agent, crm, { messages: false, routed: true, records: pbx }).includes(
    'recordings.set',
  );

it('a talk is recorded on a button by whoever talks and may hear himself, where calls are recorded', () => {
  expect(ROLES.filter((role) => records(role, true))).toEqual(ROLES.filter((role) => role !== 'marketer'));
  expect(ROLES.filter((role) => records(role, false))).toEqual([]);
});

it('the way of a call is there for each role, where Ringback decides where calls ring', () => {
  const asks = (role: Agent['role'], routed: boolean): boolean =>
    abilitiesOf({ role } as Agent, crm, { messages: false, records: false, routed }).includes(
      'routing.ofCall',
    );
  expect(ROLES.filter((role) => asks(role, true))).toEqual(
    ROLES.filter((role) => may({ role }, 'calls.own')),
  );
  expect(ROLES.filter((role) => asks(role, false))).toEqual([]);
});
