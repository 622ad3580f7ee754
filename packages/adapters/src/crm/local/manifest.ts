import * as z from 'zod/mini';
import type { CrmManifest } from '../contract.ts';

/** Everything that Ringback keeps itself. `mail` and `records` are there where a mail server and pages of records are set up. */
export const manifest: CrmManifest = {
  id: 'local',
  name: 'Ringback',
  capabilities: [
    'parties',
    'parties.list',
    'parties.write',
    'parties.merge',
    'deals',
    'deals.write',
    'deals.history',
    'leads',
    'leads.write',
    'leads.convert',
    'tasks',
    'tasks.write',
    'communications',
    'communications.list',
    'communications.comment',
    'shop',
    'shop.cart',
    'shop.viewed',
    'mail',
    'directory',
    'notify',
    'records',
    'users',
  ],
  transport: 'local',
  settings: z.strictObject({}),
  fields: {},
  cache: {},
  inbound: 'none',
};
