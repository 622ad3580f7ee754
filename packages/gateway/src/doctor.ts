/** `ringback doctor`: looks at what the configuration names, and says what to mend. */
import { join } from 'node:path';
import type { Finding } from '@ringback/adapters';
import { examineAsterisk } from '@ringback/adapters/asterisk';
import { examineMango, MangoSettings, manifest as mango } from '@ringback/adapters/mango-office';
import { RingbackError } from '@ringback/model';
import type { GatewayConfig } from './config.ts';
import { createLog } from './log.ts';
import { createSqliteStore } from './store/index.ts';
import { mangoContext } from './telephony/pbx.ts';

const RUNNING: Finding = {
  level: 'warn',
  what: 'A gateway is running on this data folder: it alone may ask MANGO OFFICE.',
  mend: 'Press "Check connection" at /admin, under Telephony; or stop the gateway, and ask again.',
};
const MARK = { ok: 'ok   ', warn: 'warn ', bad: 'MEND ' } as const;

export async function examine(config: GatewayConfig, { http = fetch } = {}): Promise<Finding[]> {
  const { pbx, agents } = config;
  if (pbx.system === 'mango-office') return examineConnected(config, http);
  if (pbx.system !== 'asterisk')
    return [{ level: 'ok', what: 'The configuration is right; the sandbox PBX needs no more.' }];
  const { system: _, ...settings } = pbx;
  return examineAsterisk(settings, { http, extensions: agents.map(({ extension }) => extension) });
}

/** Its settings are made at /admin, and stand in the store; so does the time until which nothing may be asked. */
async function examineConnected(
  { pbx, dataDir, agents }: GatewayConfig,
  http: typeof fetch,
): Promise<Finding[]> {
  const now = () => new Date();
  const store = await createSqliteStore(join(dataDir, 'ringback.db'), { now }).catch((error: unknown) => {
    if (error instanceof RingbackError && error.code === 'conflict') return undefined;
    throw error;
  });
  if (!store) return [RUNNING];
  try {
    const { system: _, ...seed } = pbx;
    const settings = MangoSettings.safeParse((await store.pbxConnections.get(mango.id)) ?? seed);
    if (!settings.success)
      return [
        {
          level: 'bad',
          what: 'MANGO OFFICE is not connected yet.',
          mend: 'Start the gateway, and put the codes of your PBX in at /admin, under Telephony.',
        },
      ];
    const known = await store.agents.list();
    const extensions = (known.length > 0 ? known : agents).map(({ extension }) => extension);
    const context = mangoContext({
      ...{ store, newId: () => crypto.randomUUID() },
      context: { http, now, log: createLog('silent') },
    });
    return await examineMango({ settings: settings.data, context, extensions });
  } finally {
    await store.close();
  }
}

export function printed(findings: readonly Finding[]): string {
  return findings
    .map(({ level, what, mend }) => `${MARK[level]}${what}${mend === undefined ? '' : `\n     ${mend}`}`)
    .join('\n');
}
