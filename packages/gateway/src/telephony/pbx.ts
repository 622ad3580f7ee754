/** The PBX of the configuration, and what must be known of it at /admin. */
import type { AdapterContext, KeptValues, Pbx } from '@ringback/adapters';
import { createAsterisk } from '@ringback/adapters/asterisk';
import { createMangoOffice, manifest as mango, type MangoContext } from '@ringback/adapters/mango-office';
import { createSandbox } from '@ringback/adapters/sandbox';
import type { GatewayConfig } from '../config.ts';
import { wait } from '../crm/wait.ts';
import type { Store } from '../store/contract.ts';
import { createPbxConnection, type PbxConnection } from './connection.ts';

export interface Telephony {
  pbx: Pbx;
  /** Where the PBX is set up at /admin. */
  connection?: PbxConnection;
}

export interface TelephonyOptions {
  config: Pick<GatewayConfig, 'pbx'>;
  store: Store;
  context: AdapterContext;
  newId: () => string;
  /** The settings of the PBX have changed. */
  changed(): Promise<void>;
}

export async function createTelephony(options: TelephonyOptions): Promise<Telephony> {
  const { config, store, changed } = options;
  const { system, ...settings } = config.pbx;
  if (system === 'asterisk')
    return { pbx: createAsterisk(settings as Parameters<typeof createAsterisk>[0], options.context) };
  if (system === 'sandbox')
    return { pbx: createSandbox(settings as Parameters<typeof createSandbox>[0], options.context) };
  const context = mangoContext(options);
  const connection = await createPbxConnection({ store, context, seed: settings, changed });
  return { pbx: createMangoOffice({ settings: connection.current, context }), connection };
}

/** What the PBX's adapter and its follower keep. */
export const keptOf = (store: Store): KeptValues => store.crmKept.of(`pbx:${mango.id}`);

export function mangoContext({
  store,
  context,
  newId,
}: Pick<TelephonyOptions, 'store' | 'context' | 'newId'>): MangoContext {
  return { ...context, wait, random: Math.random, newId, kept: keptOf(store) };
}
