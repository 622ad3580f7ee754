/** `ringback doctor`: looks at what the configuration names, and says what to mend. */
import { examineAsterisk, type Finding } from '@ringback/adapters/asterisk';
import type { GatewayConfig } from './config.ts';

const MARK = { ok: 'ok   ', warn: 'warn ', bad: 'MEND ' } as const;

export async function examine({ pbx, agents }: GatewayConfig): Promise<Finding[]> {
  if (pbx.system !== 'asterisk')
    return [{ level: 'ok', what: 'The configuration is right; the sandbox PBX needs no more.' }];
  const { system: _, ...settings } = pbx;
  return examineAsterisk(settings, { http: fetch, extensions: agents.map(({ extension }) => extension) });
}

export function printed(findings: readonly Finding[]): string {
  return findings
    .map(({ level, what, mend }) => `${MARK[level]}${what}${mend === undefined ? '' : `\n     ${mend}`}`)
    .join('\n');
}
