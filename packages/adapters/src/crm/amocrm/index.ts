/** amoCRM (Kommo) as a system of record. */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { ConnectionReport, Crm, ReadOptions } from '../contract.ts';
import { checkSteps } from '../kit/connection.ts';
import { type Amocrm, createAmocrmAccount } from './account.ts';
import { createCommunications } from './calls.ts';
import { createDeals } from './deals.ts';
import { createFieldsGroup, noClosingField, noTaxField } from './fields.ts';
import { createInstall } from './install.ts';
import { AmocrmSettings, type AmocrmSettingsInput, manifest, manifestFor } from './manifest.ts';
import { recordUrl } from './map.ts';
import { createParties } from './parties.ts';
import { Account, LeadRow, pageOf, Person } from './rows.ts';
import { createTasks } from './tasks.ts';
import { receive } from './webhook.ts';

export { AmocrmSettings, type AmocrmSettingsInput, manifest, manifestFor } from './manifest.ts';

export function createAmocrm(settings: AmocrmSettingsInput, context: CrmContext): Crm {
  const account = createAmocrmAccount(checked(settings), context);
  return {
    manifest: manifestFor(account.settings),
    checkConnection: (options = {}) => checkConnection(account, options),
    parties: createParties(account),
    deals: createDeals(account),
    tasks: createTasks(account),
    communications: createCommunications(account),
    records: { url: ({ kind, id }) => recordUrl(settings.url, kind, id) },
    users: { list: async ({ signal } = {}) => [...(await account.users.get(signal))] },
    fields: createFieldsGroup(account.fields),
    changes: { receive: (request) => receive(settings.webhookKey, request) },
    install: createInstall(account, settings.webhookKey),
  };
}

async function checkConnection(account: Amocrm, options: ReadOptions): Promise<ConnectionReport> {
  const { api, context, fields, settings } = account;
  const rows = { contacts: Person, companies: Person, leads: LeadRow } as const;
  const look = async (kind: keyof typeof rows) =>
    void (await api.get(kind, pageOf(kind, rows[kind]), { limit: 1 }, options));
  const steps = (Object.keys(rows) as (keyof typeof rows)[]).map((name) => ({
    name,
    look: () => look(name),
  }));
  const whole = {
    name: 'account',
    look: async () => void (await api.get('account', Account, { limit: 1 }, options)),
  };
  const report = await checkSteps([whole, ...steps], HINTS, context);
  if (!report.ok) return report;
  const { closingField: closing, taxField: tax } = settings;
  const findings = [...report.findings];
  if (closing !== undefined && !(await fields.closing(options.signal)))
    findings.push(noClosingField(closing));
  if (tax !== undefined && Object.keys(await fields.tax(options.signal)).length === 0)
    findings.push(noTaxField(tax));
  return { ...report, findings };
}

const HINTS = {
  address: 'It is the address of your account, like https://firm.amocrm.ru, and not amocrm.ru itself.',
  credential: 'Make a new token in amoMarket → your integration → Keys and scopes.',
  right: 'Whoever installed the integration must be allowed to see contacts, companies and deals.',
};

function checked(settings: AmocrmSettingsInput): AmocrmSettings {
  const parsed = AmocrmSettings.safeParse(settings);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new AdapterError(manifest.id, 'invalid', `The settings of amoCRM are wrong: ${faults}`);
  }
  const { token, clientId, clientSecret, redirectUri, code } = parsed.data;
  const application = [clientId, clientSecret, redirectUri, code].every((one) => one !== undefined);
  if (token === undefined && !application) {
    throw new AdapterError(
      manifest.id,
      'invalid',
      'amoCRM needs a long-lived token, or an integration with its authorization code.',
      {
        fields: { token: 'is missing' },
        hint: 'A long-lived token is the simpler way for one account.',
      },
    );
  }
  return parsed.data;
}
