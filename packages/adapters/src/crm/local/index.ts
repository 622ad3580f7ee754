/** Customers in Ringback's own store: what a business has that has no other system. */
import type { Crm } from '../contract.ts';
import type { LocalOptions } from './base.ts';
import { manifest } from './manifest.ts';
import { createParties } from './parties.ts';

export type { LocalOptions } from './base.ts';
export { manifest } from './manifest.ts';
export type { LocalStore, PartyAuditEntry, PartyEvent } from './store.ts';

export function createLocal<Tx>(options: LocalOptions<Tx>): Crm {
  return {
    manifest,
    checkConnection: async () => ({ ok: true, account: 'Ringback', findings: [] }),
    parties: createParties(options),
  };
}
