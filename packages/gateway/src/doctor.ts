/** `ringback doctor`: looks at what the configuration names, and says what to mend. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '@ringback/adapters';
import type { MangoContext } from '@ringback/adapters/mango-office';
import { RingbackError } from '@ringback/model';
import type { GatewayConfig } from './config.ts';
import { createLog } from './log.ts';
import { readSqliteStore, type Store } from './store/index.ts';
import { keptOf, mangoContext } from './telephony/pbx.ts';
import { asteriskSystem, mangoSystem, type PbxSystem } from './telephony/systems.ts';

const MARK = { ok: 'ok   ', warn: 'warn ', bad: 'MEND ' } as const;

/** Only looks: no file is made, none is changed, and nodes that run on the same are left alone. */
export async function examine(config: GatewayConfig, { http = fetch } = {}): Promise<Finding[]> {
  const { system } = config.pbx;
  if (system === 'sandbox')
    return [{ level: 'ok', what: 'The configuration is right; the sandbox PBX needs no more.' }];
  const seen = await look(config);
  try {
    if (system === 'asterisk') return await examineConnected(config, asteriskSystem({ http }), seen);
    if (seen.isHeld) return [running('it alone may ask MANGO OFFICE')];
    return await examineConnected(config, mangoSystem(mangoToAsk(seen, http)), seen);
  } finally {
    await seen.store?.close();
  }
}

interface Seen {
  /** Absent: there is none yet, or it cannot be read. */
  store?: Store;
  /** By a gateway that runs. */
  isHeld?: boolean;
  /** Why it cannot be read. */
  fault?: string;
}

async function look({ dataDir }: GatewayConfig): Promise<Seen> {
  const file = join(dataDir, 'ringback.db');
  if (!existsSync(file)) return {};
  let store: Store | undefined;
  try {
    store = readSqliteStore(file, { now: () => new Date() });
    // An earlier version may have had no such table.
    await store.pbxConnections.get('');
    return { store };
  } catch (error) {
    await store?.close();
    if (error instanceof RingbackError && error.code === 'conflict') return { isHeld: true };
    const { cause = error } = error as Error;
    return { fault: (cause as Error).message };
  }
}

/** What the gateway has heard of MANGO holds here too; what is heard here is forgotten. */
function mangoToAsk({ store }: Seen, http: typeof fetch): MangoContext {
  const heard = new Map<string, string>();
  const of = store && keptOf(store);
  const kept: MangoContext['kept'] = {
    get: async (key) => heard.get(key) ?? (await of?.get(key)),
    replace: (key, _before, next) => {
      heard.set(key, next);
      return Promise.resolve(true);
    },
  };
  const context = { http, now: () => new Date(), log: createLog('silent') };
  return mangoContext({ kept, newId: () => crypto.randomUUID(), context });
}

/** Its settings are made at /admin, and stand in the store; before the first start, in the configuration file. */
async function examineConnected<T>(
  { pbx, agents, dataDir }: GatewayConfig,
  system: PbxSystem<T>,
  { store, isHeld, fault }: Seen,
): Promise<Finding[]> {
  const { system: _, ...seed } = pbx;
  const beside = [
    ...(isHeld ? [running('what is looked at here is the configuration file')] : []),
    ...(fault === undefined ? [] : [unreadable(dataDir, fault)]),
  ];
  const settings = system.settings.safeParse((await store?.pbxConnections.get(system.id)) ?? seed);
  if (!settings.success) return beside.length > 0 ? beside : [notConnected(system.name)];
  const known = (await store?.agents.list()) ?? [];
  const extensions = (known.length > 0 ? known : agents).map(({ extension }) => extension);
  return [...beside, ...(await system.examine({ settings: settings.data, extensions }))];
}

const running = (why: string): Finding => ({
  level: 'warn',
  what: `A gateway is running on this data folder: ${why}.`,
  mend: 'Press "Check this connection" at /admin, under Telephony; or stop the gateway, and ask again.',
});

const unreadable = (dataDir: string, fault: string): Finding => ({
  level: 'warn',
  what: `The store in ${dataDir} cannot be read (${fault}): what is looked at here is the configuration file.`,
  mend: 'Run the doctor as the user whom the gateway runs as, or press "Check this connection" at /admin, under Telephony.',
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
