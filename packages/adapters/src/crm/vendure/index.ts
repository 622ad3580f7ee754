/** A Vendure shop: customers, their orders and carts over its admin API; calls are written into the customer's history. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import type { ConnectionFinding, Crm } from '../contract.ts';
import { checkSteps } from '../kit/connection.ts';
import { createPartiesGroup } from '../kit/parties.ts';
import { withoutSlash } from '../kit/settings.ts';
import { createApi, SYSTEM, type VendureApi } from './api.ts';
import { createChanges } from './changes.ts';
import { createCommunications } from './communications.ts';
import { createCustomerSource } from './customers.ts';
import { ME } from './documents.ts';
import { manifest, VendureSettings } from './manifest.ts';
import { createShop } from './shop.ts';

export { manifest, VendureSettings } from './manifest.ts';

const Me = z.object({
  me: z.object({
    identifier: z.string(),
    channels: z.array(z.object({ token: z.string(), permissions: z.array(z.string()) })),
  }),
  activeChannel: z.object({ token: z.string(), code: z.string() }),
});

const NEEDED = ['ReadCustomer', 'ReadOrder'];
/** Without these the shop is read all the same. */
const WANTED = ['CreateCustomer', 'UpdateCustomer'];

const HINTS = {
  address: 'Enter the address of the Vendure server, without /admin-api.',
  credential: 'Try name and password in the dashboard, then enter them again.',
  right: 'Dashboard → Roles: give the right to the role of this administrator.',
};

export function createVendure(given: VendureSettings, context: CrmContext): Crm {
  const parsed = VendureSettings.parse(given);
  const settings = { ...parsed, url: withoutSlash(parsed.url) };
  const api = createApi(settings, context);
  const panel = settings.panel ? withoutSlash(settings.panel) : `${settings.url}/dashboard`;
  const page = (kind: 'customers' | 'orders', id: string) => `${panel}/${kind}/${encodeURIComponent(id)}`;
  const map = () => ({ country: context.country(), page });
  return {
    manifest,
    checkConnection: (options = {}) => check(api, settings, context, options.signal),
    parties: createPartiesGroup({ system: SYSTEM, context, source: createCustomerSource(api, context, map) }),
    communications: createCommunications(api, context),
    shop: createShop(api, map),
    records: {
      url: ({ kind, id }) =>
        kind === 'party' ? page('customers', id) : kind === 'order' ? page('orders', id) : undefined,
    },
    changes: createChanges(api, context, map),
  };
}

async function check(api: VendureApi, { url }: VendureSettings, context: CrmContext, signal?: AbortSignal) {
  let account: string | undefined;
  const rights: ConnectionFinding[] = [];
  const look = async () => {
    const { me, activeChannel } = await api.ask(ME, { schema: Me, ...(signal ? { signal } : {}) });
    account = `${new URL(url).host}, ${me.identifier}, channel ${activeChannel.code}`;
    const has = me.channels.find(({ token }) => token === activeChannel.token)?.permissions ?? [];
    for (const name of [...NEEDED, ...WANTED].filter((right) => !has.includes(right))) {
      rights.push(missing(name));
    }
  };
  const report = await checkSteps([{ name: 'admin-api', look }], HINTS, context);
  const findings = [...report.findings, ...rights];
  return {
    ok: findings.every(({ level }) => level === 'warning'),
    ...(account === undefined ? {} : { account }),
    findings,
  };
}

function missing(name: string): ConnectionFinding {
  const finding = { kind: 'right', name, hint: HINTS.right } as const;
  if (NEEDED.includes(name)) {
    return { ...finding, level: 'problem', message: `The administrator lacks the right ${name}.` };
  }
  return {
    ...finding,
    level: 'warning',
    message: `Without the right ${name} Ringback cannot ${name === 'CreateCustomer' ? 'create customers' : 'change customers or write down calls'}.`,
    capabilities: name === 'CreateCustomer' ? ['parties.write'] : ['parties.write', 'communications'],
  };
}
