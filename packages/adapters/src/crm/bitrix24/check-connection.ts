/** Looks which rights the webhook or application has, and names those that are missing. */
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { ConnectionFinding, ConnectionReport, CrmCapability, ReadOptions } from '../contract.ts';
import { connectionFinding } from '../connection-finding.ts';
import { type Base, resultOf } from './base.ts';

/** What each right is needed for. */
const SCOPES: Record<string, { capabilities: readonly CrmCapability[]; applicationOnly?: true }> = {
  crm: { capabilities: [] },
  task: { capabilities: ['tasks', 'tasks.write'] },
  user: { capabilities: ['users'] },
  telephony: { capabilities: ['communications', 'communications.announce'], applicationOnly: true },
  im: { capabilities: ['notify'], applicationOnly: true },
  placement: { capabilities: ['install'], applicationOnly: true },
};
/** Rights under their other names. */
const SAME: Record<string, readonly string[]> = {
  task: ['task', 'tasks'],
  user: ['user', 'user_basic', 'user_brief'],
};

const Profile = z.looseObject({
  NAME: z.optional(z.nullable(z.string())),
  LAST_NAME: z.optional(z.nullable(z.string())),
  ADMIN: z.optional(z.boolean()),
});

export async function checkConnection(
  { api, settings }: Base,
  options?: ReadOptions,
): Promise<ConnectionReport> {
  try {
    const answers = await api.readAll(
      { profile: { method: 'profile', params: {} }, scope: { method: 'scope', params: {} } },
      options,
    );
    const profile = Profile.parse(resultOf(answers.profile));
    const scopes = z.array(z.string()).parse(resultOf(answers.scope));
    const findings = missingOf(scopes, settings.webhook === undefined);
    const name = [profile.NAME, profile.LAST_NAME].filter(Boolean).join(' ');
    return {
      ok: findings.every(({ level }) => level !== 'problem'),
      account: `${new URL(api.portal).host}, user ${name || '№ ' + settings.userId}`,
      findings,
    };
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return { ok: false, findings: [connectionFinding(error)] };
  }
}

function missingOf(scopes: readonly string[], application: boolean): ConnectionFinding[] {
  const findings: ConnectionFinding[] = [];
  for (const [name, { capabilities, applicationOnly }] of Object.entries(SCOPES)) {
    if (applicationOnly && !application) continue;
    if ((SAME[name] ?? [name]).some((scope) => scopes.includes(scope))) continue;
    findings.push({
      level: name === 'crm' ? 'problem' : 'warning',
      kind: 'right',
      name,
      message: `The right "${name}" is missing: ${capabilities.length === 0 ? 'nothing works without it' : `${capabilities.join(', ')} cannot be used`}.`,
      hint: application
        ? 'In Bitrix24: Developer resources → Integrations → your application → rights.'
        : 'In Bitrix24: Developer resources → Integrations → your webhook → rights.',
      ...(capabilities.length === 0 ? {} : { capabilities }),
    });
  }
  return findings;
}
