/** Bitrix24 as a system of record. */
import type { CrmContext } from '../../context.ts';
import type { Crm } from '../contract.ts';
import { createBase } from './base.ts';
import { createCallLog } from './call-log.ts';
import { createPoll } from './changes.ts';
import { checkConnection } from './check-connection.ts';
import { createCommunications } from './communications.ts';
import { createDeals } from './deals.ts';
import { createInstall } from './install.ts';
import { createLeads } from './leads.ts';
import { createMail } from './mail.ts';
import { Bitrix24Settings, type Bitrix24SettingsInput, manifestFor } from './manifest.ts';
import { byEmail, createParties } from './parties.ts';
import { createFields, createNotify, createRecords, createWhoIs } from './surroundings.ts';
import { createTasks } from './tasks.ts';
import { createReceive } from './webhook.ts';

export { Bitrix24Settings, type Bitrix24SettingsInput, manifest, manifestFor } from './manifest.ts';

export function createBitrix24(input: Bitrix24SettingsInput, context: CrmContext): Crm {
  const settings = Bitrix24Settings.parse(input);
  const application = settings.webhook === undefined;
  const base = createBase(settings, context);
  const parties = createParties(base);
  const log = createCallLog(base, async (number) => (await parties.findByPhone(number)).length > 0);
  const { announce, ...communications } = createCommunications(base, log);
  const records = createRecords(base.api.portal);
  return {
    manifest: manifestFor(settings),
    checkConnection: (options) => checkConnection(base, options),
    parties,
    deals: createDeals(base),
    leads: createLeads(base),
    tasks: createTasks(base),
    communications: { ...communications, ...(application ? { announce } : {}) },
    mail: createMail(base, (email, options) => byEmail(base, email, options)),
    ...(application ? { notify: createNotify(base, records), install: createInstall(base) } : {}),
    records,
    users: { list: (options) => base.users(options), ...(application ? { whoIs: createWhoIs(base) } : {}) },
    fields: createFields(base),
    changes: {
      ...(settings.applicationToken === undefined ? {} : createReceive(settings.applicationToken)),
      poll: createPoll(base),
    },
  };
}
