import * as z from 'zod/mini';
import type { CrmManifest } from '../contract.ts';

/** Customers kept by Ringback itself. */
export const manifest: CrmManifest = {
  id: 'local',
  name: 'Ringback',
  capabilities: ['parties', 'parties.list', 'parties.write'],
  transport: 'local',
  settings: z.strictObject({}),
  fields: {},
  cache: {},
  inbound: 'none',
};
