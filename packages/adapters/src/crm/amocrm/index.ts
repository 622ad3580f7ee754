/** amoCRM (Kommo) as a system of record. */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { Crm, FieldsGroup } from '../contract.ts';
import { checkSteps } from '../kit/connection.ts';
import { type Amocrm, createAmocrmAccount, LARGEST_PAGE } from './account.ts';
import { createCommunications } from './calls.ts';
import { createDeals } from './deals.ts';
import { createInstall } from './install.ts';
import { AmocrmSettings, manifest } from './manifest.ts';
import { recordUrl, toField } from './map.ts';
import { createParties } from './parties.ts';
import { Account, FieldRow, pageOf, Person } from './rows.ts';
import { createTasks } from './tasks.ts';
import { receive } from './webhook.ts';

export { AmocrmSettings, manifest } from './manifest.ts';

export function createAmocrm(settings: AmocrmSettings, context: CrmContext): Crm {
  const account = createAmocrmAccount(checked(settings), context);
  return {
    manifest,
    checkConnection: (options = {}) => {
      const look = async (path: string) =>
        void (await account.api.get(
          path,
          path === 'account' ? Account : pageOf(path, Person),
          { limit: 1 },
          options,
        ));
      return checkSteps(
        ['account', 'contacts', 'companies'].map((name) => ({ name, look: () => look(name) })),
        HINTS,
        context,
      );
    },
    parties: createParties(account),
    deals: createDeals(account),
    tasks: createTasks(account),
    communications: createCommunications(account),
    records: { url: ({ kind, id }) => recordUrl(settings.url, kind, id) },
    users: { list: async ({ signal } = {}) => [...(await account.users.get(signal))] },
    fields: createFields(account),
    changes: { receive: (request) => receive(settings.webhookKey, request) },
    install: createInstall(account, settings.webhookKey),
  };
}

const HINTS = {
  address: 'It is the address of your account, like https://firm.amocrm.ru, and not amocrm.ru itself.',
  credential: 'Make a new token in amoMarket → your integration → Keys and scopes.',
  right: 'Whoever installed the integration must be allowed to see contacts, companies and deals.',
};

function checked(settings: AmocrmSettings): AmocrmSettings {
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

function createFields(account: Amocrm): FieldsGroup {
  return {
    async list(kind, options = {}) {
      const path = { party: 'contacts', deal: 'leads' }[kind as 'party' | 'deal'];
      if (path === undefined) return [];
      const params = { limit: LARGEST_PAGE };
      const page = await account.api.get(
        `${path}/custom_fields`,
        pageOf('custom_fields', FieldRow),
        params,
        options,
      );
      return (page?._embedded.custom_fields ?? []).map(toField);
    },
  };
}
