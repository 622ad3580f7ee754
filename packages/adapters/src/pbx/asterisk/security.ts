/**
 * Where SIP arrives: an ACL of Asterisk's own, written at run time, and what its security events tell of logins.
 *
 * An ACL object cannot be changed in place (what is written is added to it), and taking it away to write it anew would leave the door
 * open meanwhile. So two names take turns: the new one is written first, and a request must pass both while both are there.
 */
import { isIPv6 } from 'node:net';
import type { Admission, LoginRefusal, PbxEvent } from '../contract.ts';
import type { AriApi } from './api.ts';
import { toAddress } from './map.ts';

const NAMES = ['ringback-a', 'ringback-b'] as const;

export interface Admissions {
  admit(admission: Admission): Promise<void>;
  /** After a (re)connection: Asterisk keeps it in memory alone. */
  restore(): Promise<void>;
}

type Api = Pick<AriApi, 'hasAcl' | 'writeAcl' | 'removeConfig'>;

export function createAdmissions(api: Api): Admissions {
  let wanted: Admission | undefined;
  /** One at a time: the last one that was asked for stays. */
  let turn: Promise<unknown> = Promise.resolve();

  async function write(admission: Admission): Promise<void> {
    const [one, other] = NAMES;
    const [hasOne, hasOther] = await Promise.all([api.hasAcl(one), api.hasAcl(other)]);
    const [next, before] = hasOne ? [other, one] : [one, other];
    // Both are there where a run before was interrupted.
    if (hasOne && hasOther) await api.removeConfig('acl', next);
    const lines = linesOf(admission);
    if (lines.length > 0) await api.writeAcl(next, lines);
    if (hasOne || hasOther) await api.removeConfig('acl', before);
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work, work);
    turn = done.catch(() => undefined);
    return done;
  }

  return {
    admit(admission) {
      wanted = admission;
      return inTurn(() => write(admission));
    },
    restore: () => inTurn(() => (wanted ? write(wanted) : Promise.resolve())),
  };
}

/** In an ACL of Asterisk's the last line that fits decides. */
function linesOf({ only, never }: Admission): [string, string][] {
  const closed: [string, string][] = only
    ? [
        ['deny', '0.0.0.0/0'],
        ['deny', '::/0'],
        ...only.map((network): [string, string] => ['permit', masked(network)]),
      ]
    : [];
  return [...closed, ...never.map((network): [string, string] => ['deny', masked(network)])];
}

const masked = (network: string): string =>
  network.includes('/') ? network : `${network}/${isIPv6(network) ? 128 : 32}`;

const REFUSALS: Record<string, LoginRefusal> = {
  InvalidPassword: 'password',
  ChallengeResponseFailed: 'password',
  InvalidAccountID: 'account',
  FailedACL: 'address',
};

/** What a security event of the manager interface means; most of them mean nothing here. */
export function toLogin(event: ReadonlyMap<string, string>, now: Date): PbxEvent | undefined {
  const service = event.get('service');
  // `IPV4/UDP/203.0.113.7/5060`
  const address = toAddress(event.get('remoteaddress')?.split('/')[2]);
  if (!/pjsip/i.test(service ?? '') || address === undefined) return undefined;
  const at = now.toISOString();
  const account = event.get('accountid') ?? '';
  const named = account !== '' && account !== '<unknown>' ? { endpoint: account } : {};
  const kind = event.get('event') ?? '';
  if (kind === 'SuccessfulAuth')
    return named.endpoint === undefined
      ? undefined
      : { type: 'login.accepted', endpoint: named.endpoint, address, at };
  const why = REFUSALS[kind];
  return why && { type: 'login.refused', ...named, address, why, at };
}
