/** `ringback doctor`: looks at what the configuration names, and says what to mend. */
import { join } from 'node:path';
import type { Finding } from '@ringback/adapters';
import { RingbackError } from '@ringback/model';
import type { GatewayConfig } from './config.ts';
import { createLog } from './log.ts';
import { createSqliteStore, type Store } from './store/index.ts';
import { mangoContext } from './telephony/pbx.ts';
import { asteriskSystem, mangoSystem, type PbxSystem } from './telephony/systems.ts';

const MARK = { ok: 'ok   ', warn: 'warn ', bad: 'MEND ' } as const;

export async function examine(config: GatewayConfig, { http = fetch } = {}): Promise<Finding[]> {
  const { pbx, dataDir, sharedStore } = config;
  if (pbx.system === 'sandbox')
    return [{ level: 'ok', what: 'The configuration is right; the sandbox PBX needs no more.' }];
  const now = () => new Date();
  const file = join(dataDir, 'ringback.db');
  const store = await createSqliteStore(file, { now, shared: sharedStore }).catch((error: unknown) => {
    if (error instanceof RingbackError && error.code === 'conflict') return undefined;
    throw error;
  });
  if (pbx.system === 'asterisk') return examineConnected(config, asteriskSystem({ http }), store);
  if (!store) return [running('it alone may ask MANGO OFFICE')];
  const context = mangoContext({
    ...{ store, newId: () => crypto.randomUUID() },
    context: { http, now, log: createLog('silent') },
  });
  return examineConnected(config, mangoSystem(context), store);
}

/** Its settings are made at /admin, and stand in the store, which a gateway that runs may hold alone. */
async function examineConnected<T>(
  { pbx, agents }: GatewayConfig,
  system: PbxSystem<T>,
  store: Store | undefined,
): Promise<Finding[]> {
  try {
    const { system: _, ...seed } = pbx;
    const settings = system.settings.safeParse((await store?.pbxConnections.get(system.id)) ?? seed);
    const beside = store ? [] : [running('what is looked at here is the configuration file')];
    if (!settings.success) return [...beside, ...(store ? [notConnected(system.name)] : [])];
    const known = (await store?.agents.list()) ?? [];
    const extensions = (known.length > 0 ? known : agents).map(({ extension }) => extension);
    return [...beside, ...(await system.examine({ settings: settings.data, extensions }))];
  } finally {
    await store?.close();
  }
}

const running = (why: string): Finding => ({
  level: 'warn',
  what: `A gateway is running on this data folder: ${why}.`,
  mend: 'Press "Check this connection" at /admin, under Telephony; or stop the gateway, and ask again.',
});

const notConnected = (name: string): Finding => ({
  level: 'bad',
  what: `${name} is not connected yet.`,
  mend: 'Start the gateway, and put the settings of your PBX in at /admin, under Telephony.',
});

export function printed(findings: readonly Finding[]): string {
  return findings
    .map(({ level, what, mend }) => `${MARK[level]}${what}${mend === undefined ? '' : `\n     ${mend}`}`)
    .join('\n');
}
