/** The PBX of the configuration, and what must be known of it at /admin. */
import type { AdapterContext, KeptValues, Pbx } from '@ringback/adapters';
import { createChangeableAsterisk } from '@ringback/adapters/asterisk';
import { createMangoOffice, manifest as mango, type MangoContext } from '@ringback/adapters/mango-office';
import { createSandbox } from '@ringback/adapters/sandbox';
import type { GatewayConfig } from '../config.ts';
import { wait } from '../crm/wait.ts';
import type { Store } from '../store/contract.ts';
import { createPbxConnection, type PbxConnection } from './connection.ts';
import { asteriskSystem, mangoSystem } from './systems.ts';

export interface Telephony {
  pbx: Pbx;
  /** Where the PBX is set up at /admin. */
  connection?: PbxConnection;
  /** Where phones in browsers register now. */
  sipServers: () => readonly string[];
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
  if (system === 'sandbox') {
    const sandbox = settings as Parameters<typeof createSandbox>[0];
    return { pbx: createSandbox(sandbox, options.context), sipServers: () => sandbox.sipServers };
  }
  const common = { store, seed: settings, changed };
  if (system === 'asterisk') {
    const connection = await createPbxConnection({ ...common, system: asteriskSystem(options.context) });
    const pbx = createChangeableAsterisk(connection.current, options.context);
    return { pbx, connection, sipServers: () => connection.current()?.sipServers ?? [] };
  }
  const context = mangoContext({ ...options, kept: keptOf(options.store) });
  const connection = await createPbxConnection({ ...common, system: mangoSystem(context) });
  const pbx = createMangoOffice({ settings: connection.current, context });
  return { pbx, connection, sipServers: () => [] };
}

/** What the PBX's adapter and its follower keep. */
export const keptOf = (store: Store): KeptValues => store.crmKept.of(`pbx:${mango.id}`);

export function mangoContext({
  kept,
  context,
  newId,
}: Pick<TelephonyOptions, 'context' | 'newId'> & Pick<MangoContext, 'kept'>): MangoContext {
  return { ...context, wait, random: Math.random, newId, kept };
}
