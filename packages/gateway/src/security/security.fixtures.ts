/** Security on a store of a test, with addresses of its own: 198.51.100.0/24 is in Germany, 203.0.113.0/24 in Ukraine. */
import type { AdapterLog, Crm } from '@ringback/adapters';
import type { Settings } from '@ringback/model';
import type { Timers } from '../calls/timers.ts';
import type { Store } from '../store/contract.ts';
import { createAlarms } from './alarms.ts';
import { createGuard } from './guard.ts';
import { createTolls } from './tolls.ts';

const COUNTRIES: Record<string, string> = { '198.51.100': 'DE', '203.0.113': 'UA' };

export interface SecurityFixture {
  store: Store;
  settings: () => Settings;
  crm?: Pick<Crm, 'notify'>;
  now: () => Date;
  newId: () => string;
  timers: Timers;
  log: AdapterLog;
}

export function createSecurity({ crm = {}, newId, ...given }: SecurityFixture) {
  const alarms = createAlarms({ ...given, crm, newId });
  const geo = {
    countryOf: (address: string) => COUNTRIES[address.split('.').slice(0, 3).join('.')],
    database: { file: 'countries.mmdb' },
  };
  const watched = { ...given, alarms };
  return { alarms, geo, guard: createGuard({ ...watched, geo }), tolls: createTolls(watched) };
}
