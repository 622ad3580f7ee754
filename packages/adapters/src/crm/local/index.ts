/** Customers and their deals, tasks and talks in Ringback's own store: what a business has that has no other system. */
import type { Letter } from '@ringback/model';
import type { Crm } from '../contract.ts';
import type { LocalOptions } from './base.ts';
import { createCommunications } from './communications.ts';
import { createDeals } from './deals.ts';
import { createLeads } from './leads.ts';
import { createMail } from './mail.ts';
import { manifest } from './manifest.ts';
import { createParties } from './parties.ts';
import { createShop } from './shop.ts';
import { createDirectory, createNotify, createRecordPages, createUsers } from './surroundings.ts';
import { createTasks } from './tasks.ts';

export type { HostedParties, LocalOptions } from './base.ts';
export { enclose } from './enclosed.ts';
export { createInbox, type Inbox, type IncomingLetter } from './letters.ts';
export type { MailTransport, OutgoingLetter } from './mail.ts';
export { manifest } from './manifest.ts';
export type * from './store.ts';

export function createLocal<Tx>(options: LocalOptions<Tx>): Crm {
  const { mail, recordPage } = options;
  const parties = createParties(options);
  const deals = createDeals(options);
  const running = new Map<string, Promise<Letter>>();
  const records = recordPage === undefined ? undefined : createRecordPages(recordPage);
  const capable = (): typeof manifest => {
    const { file } = mail?.() ?? {};
    const missing = [
      ...(mail?.() ? [] : ['mail']),
      ...(file ? [] : ['mail.files']),
      ...(records ? [] : ['records']),
    ];
    if (missing.length === 0) return manifest;
    return { ...manifest, capabilities: manifest.capabilities.filter((name) => !missing.includes(name)) };
  };
  return {
    get manifest() {
      return capable();
    },
    checkConnection: async () => ({ ok: true, account: 'Ringback', findings: [] }),
    parties,
    deals,
    leads: createLeads(options, { parties, deals }),
    tasks: createTasks(options),
    communications: createCommunications(options),
    shop: createShop(options),
    get mail() {
      return (mail?.() ? createMail(options, mail, running) : undefined) as NonNullable<Crm['mail']>;
    },
    directory: createDirectory(options),
    notify: createNotify(options, records),
    ...(records ? { records } : {}),
    users: createUsers(options),
  };
}
