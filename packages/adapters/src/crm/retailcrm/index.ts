/** retailCRM (Simla) as a system of record. */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { Crm } from '../contract.ts';
import { checkSteps } from '../kit/connection.ts';
import { createRetailcrmAccount } from './account.ts';
import { createCommunications } from './calls.ts';
import { createChanges } from './changes.ts';
import { createFields } from './fields.ts';
import { createInstall } from './install.ts';
import { manifest, RetailcrmSettings } from './manifest.ts';
import { recordUrl } from './map.ts';
import { createParties } from './parties.ts';
import { Customer, Manager, OrderRow, TaskRow } from './rows.ts';
import { createShop } from './shop.ts';
import { createTasks } from './tasks.ts';

export { manifest, RetailcrmSettings } from './manifest.ts';

const HINTS = {
  address: 'It is the address of your account, like https://firm.retailcrm.ru.',
  credential: 'Make a new key: Settings → Integration → API access keys.',
  right: 'Give the API key this right: Settings → Integration → API access keys.',
};

export function createRetailcrm(settings: RetailcrmSettings, context: CrmContext): Crm {
  const parsed = RetailcrmSettings.safeParse(settings);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new AdapterError(manifest.id, 'invalid', `The settings of retailCRM are wrong: ${faults}`);
  }
  const account = createRetailcrmAccount(parsed.data, context);
  return {
    manifest,
    checkConnection(options = {}) {
      const few = { skip: 0, limit: 20 };
      const steps = {
        customers: () => account.rows({ path: 'customers', kind: 'customers', row: Customer }, few, options),
        orders: () => account.rows({ path: 'orders', kind: 'orders', row: OrderRow }, few, options),
        tasks: () => account.rows({ path: 'tasks', kind: 'tasks', row: TaskRow }, few, options),
        telephony: () => account.api.get('telephony/manager', Manager, { phone: '+10000000000' }, options),
      };
      const all = Object.entries(steps).map(([name, look]) => ({
        name,
        look: async () => void (await look()),
      }));
      return checkSteps(all, HINTS, context);
    },
    parties: createParties(account),
    tasks: createTasks(account),
    communications: createCommunications(account),
    shop: createShop(account),
    records: { url: ({ kind, id }) => recordUrl(parsed.data.url, kind, id) },
    users: { list: async ({ signal } = {}) => [...(await account.users.get(signal))] },
    fields: createFields(account),
    changes: createChanges(account),
    install: createInstall(account),
  };
}
